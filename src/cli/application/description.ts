import { dirname, join } from 'node:path';
import { type FormSchema, fromUtf8, type JsonValue, YinxinError } from '../../foundation/core/index.ts';
import type { ApplicationInput, AttachmentInput, IdentityInput } from '../../sign/index.ts';
import { readDescription } from '../item-description.ts';
import { readNamed } from '../key-options.ts';

type Parties = Omit<ApplicationInput, 'form' | 'formSchema' | 'attachments'>;

/** An application as it stands in JSON: files by their paths, relative to the JSON. */
interface Described extends Parties {
  readonly form: string;
  readonly formSchema?: string;
  readonly attachments?: readonly (Omit<AttachmentInput, 'data' | 'name'> & {
    readonly path: string;
    readonly name?: string;
  })[];
  readonly identity: Omit<IdentityInput, 'evidence'> & {
    readonly evidence?: { readonly form: 'jws' | 'cms'; readonly path: string };
  };
}

/** The application of a description, without its identity, and the identity with its evidence read where there is any. */
export async function readApplicationFiles(
  path: string,
): Promise<{ readonly input: ApplicationInput; readonly identity: () => Promise<IdentityInput> }> {
  const described = (await readDescription('DESCRIPTION', path)) as Described | null;
  const missing = ['id', 'matter', 'receiver', 'applicant', 'form', 'identity'].find(
    (name) => (described as unknown as Record<string, unknown> | null)?.[name] === undefined,
  );
  if (described === null || missing !== undefined) {
    throw new YinxinError('ARGUMENT_INVALID', `the description needs ${missing}`, {
      details: { option: 'DESCRIPTION' },
    });
  }
  const { form, formSchema, attachments = [], identity, ...parties } = described;
  const beside = (name: string): string => join(dirname(path), name);
  const input: ApplicationInput = {
    ...parties,
    form: await readJson<JsonValue>('form', beside(form)),
    ...(formSchema === undefined
      ? {}
      : { formSchema: await readJson<FormSchema>('formSchema', beside(formSchema)) }),
    attachments: await Promise.all(
      attachments.map(async ({ path: file, name, ...rest }) => ({
        ...rest,
        name: name ?? file.split('/').at(-1)!,
        data: await readNamed('attachments', beside(file)),
      })),
    ),
  };
  return {
    input,
    identity: async () => {
      const { evidence, ...stated } = identity;
      if (evidence === undefined) return stated;
      const data = await readNamed('identity.evidence', beside(evidence.path));
      return { ...stated, evidence: { form: evidence.form, data } };
    },
  };
}

/** A file of JSON. JSON_INVALID. */
export async function readJson<T>(option: string, path: string): Promise<T> {
  const bytes = await readNamed(option, path);
  try {
    return JSON.parse(fromUtf8(bytes)) as T;
  } catch (error) {
    throw new YinxinError('JSON_INVALID', `${option} is no JSON`, { cause: error });
  }
}
