import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormatsModule from 'ajv-formats';
import supertest from 'supertest';
import { testAddress } from './app.ts';

export type Json = Record<string, unknown>;

interface Operation {
  operationId: string;
  security?: unknown[];
  description?: string;
  requestBody?: { content: { 'application/json': { schema: Json } } };
  responses: Record<string, { content?: Record<string, { schema: Json }>; headers?: Json }>;
  servers?: { url: string }[];
  parameters?: { name?: string; in?: string; schema?: Json }[];
}
/** What OpenAPI 3.1 the API gives of itself. */
export interface Document extends Json {
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Json> };
}

/** As the served program describes itself; needs `useDatabase`. */
export async function description(): Promise<Document> {
  const { body } = await supertest(await testAddress()).get('/api/v1/openapi.json');
  return body as Document;
}

/** Validators of what stands in a description. */
export const checker = (document: Document) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormatsModule.default(ajv);
  ajv.addSchema(document, 'api');
  const at = (...path: string[]): ValidateFunction =>
    ajv.compile({
      $ref: `api#/${path.map(part => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`,
    });
  return {
    answer: (path: string, method: string, status: string) =>
      at('paths', path, method, 'responses', status, 'content', 'application/json', 'schema'),
    file: (path: string) =>
      at('paths', path, 'get', 'responses', '200', 'content', 'application/json', 'schema'),
    input: (path: string, method: string) =>
      at('paths', path, method, 'requestBody', 'content', 'application/json', 'schema'),
  };
};

/** `path: message` of what a value breaks. */
export const broken = (validate: ValidateFunction, value: unknown): string[] =>
  validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`);
