import type { Label } from './label.ts';
import { type Role, sameRole } from './role.ts';

/** Roles of one object that are told apart: boxes of a large form share the appearance of their states. */
const MAX_ROLES = 64;

/**
 * What every object is, by all paths that were ever seen to lead to it: roles are added and never taken away, so that
 * what once was part of a page stays part of it.
 */
export class RoleBook {
  readonly #roles = new Map<number, Role[]>();
  readonly #others = new Map<number, Label>();
  readonly #fieldNames = new Set<string>();
  readonly #births = new Map<number, number>();
  readonly #shared = new Set<number>();
  /** Ways back to the state at the start of the running transaction. */
  #undo: (() => void)[] | undefined;

  rolesOf(num: number): readonly Role[] {
    return [...(this.#roles.get(num) ?? [])];
  }

  has(num: number, role: Role): boolean {
    const roles = this.#roles.get(num);
    if (roles === undefined) return false;
    if (this.#shared.has(num) && roles.some(({ kind }) => kind === role.kind)) return true;
    return roles.some((own) => sameRole(own, role));
  }

  hasKind(num: number, ...kinds: readonly Role['kind'][]): boolean {
    return this.#roles.get(num)?.some(({ kind }) => kinds.includes(kind)) ?? false;
  }

  /** Signature dictionaries, by the names of their fields. */
  signatures(): { readonly name: string; readonly value: number }[] {
    return [...this.#roles].flatMap(([value, roles]) =>
      roles.flatMap((role) => (role.kind === 'signature' ? [{ name: role.field.name, value }] : [])),
    );
  }

  /** The object has more roles than are told apart: no change of it can be cleared for all of them. */
  isShared(num: number): boolean {
    return this.#shared.has(num);
  }

  /** Adds a role; false when the object has it already. */
  assign(num: number, role: Role): boolean {
    const roles = this.#roles.get(num);
    if (this.has(num, role)) return false;
    if (roles !== undefined && roles.length >= MAX_ROLES && !this.#shared.has(num)) {
      this.#shared.add(num);
      this.#undo?.push(() => this.#shared.delete(num));
    }
    if (roles === undefined) this.#roles.set(num, [role]);
    else roles.push(role);
    this.#undo?.push(() => this.#roles.get(num)!.pop());
    return true;
  }

  /** The label of an object that a path without rules leads to. */
  labelOf(num: number): Label | undefined {
    return this.#others.get(num);
  }

  /** Marks an object as reached by a path without rules; false when it is marked already. */
  mark(num: number, label: Label): boolean {
    if (this.#others.has(num)) return false;
    this.#others.set(num, label);
    this.#undo?.push(() => this.#others.delete(num));
    return true;
  }

  /** The revision that added an object; undefined for those of the first one. */
  birthOf(num: number): number | undefined {
    return this.#births.get(num);
  }

  /** Takes note of the revision that adds an object. */
  setBirth(num: number, revision: number): void {
    this.#births.set(num, revision);
    this.#undo?.push(() => this.#births.delete(num));
  }

  /** Takes note of a fully qualified field name; false when a field has it already. */
  addFieldName(name: string): boolean {
    if (this.#fieldNames.has(name)) return false;
    this.#fieldNames.add(name);
    this.#undo?.push(() => this.#fieldNames.delete(name));
    return true;
  }

  /** Runs a step whole or not at all: a step that throws leaves no role behind that would clear it the next time. */
  whole<T>(step: () => T): T {
    const undo: (() => void)[] = [];
    this.#undo = undo;
    try {
      return step();
    } catch (error) {
      for (const back of undo.reverse()) back();
      throw error;
    } finally {
      this.#undo = undefined;
    }
  }
}
