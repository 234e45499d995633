import { expect } from 'chai';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { emptyValues } from '../../../models/record/fields.ts';

/** What lets a new kind of field go out of an output as another one: a switch over kinds, or a record that has not all. */
const partlyOfKinds = new RegExp(
  [
    `\\bcase ['"](${Object.keys(emptyValues).join('|')})['"]`,
    `\\bPartial<\\s*Record<\\s*(FieldKind|Field\\['kind'\\])`,
    `\\[\\w+ in FieldKind\\]\\?:`,
    `\\[(\\w+\\.)?kind as string\\]`,
  ].join('|'),
);
const linesIn = (source: string): string[] => source.split('\n').filter(line => partlyOfKinds.test(line));

describe('the outputs of fields', () => {
  it('say what they make of every kind, and switch over none', () => {
    const files = ['models', 'routes', 'views', 'server']
      .flatMap(room => readdirSync(room, { recursive: true, encoding: 'utf8' }).map(file => join(room, file)))
      .filter(path => /\.tsx?$/.test(path));
    const partial = files.flatMap(path =>
      linesIn(readFileSync(path, 'utf8')).map(line => `${path}: ${line}`),
    );
    expect(files.length).to.be.greaterThan(300);
    expect(partial).to.deep.equal([]);
  });

  it('are seen where they know some kinds alone', () => {
    const wrong = [
      "switch (field.kind) {\n  case 'money':\n    return cents(value);\n  default:\n    return `${value}`;\n}\n",
      'switch (kind) {\n  case "longText": return 60;\n}\n',
      'const widths: Partial<Record<FieldKind, number>> = { money: 18 };\n',
      "const widths: Readonly<Partial<Record<Field['kind'], number>>> = { money: 18 };\n",
      'const widths: { [K in FieldKind]?: number } = { money: 18 };\n',
      'const width = { money: 18, texts: 28 }[field.kind as string] ?? 18;\n',
    ];
    expect(wrong.filter(source => linesIn(source).length === 0)).to.deep.equal([]);
    const right = [
      'const widths: Readonly<Record<FieldKind, number>> = { money: 18 };\n',
      "switch (panel.name) {\n  case 'coverage':\n    return <Coverage />;\n}\n",
      "if (field.kind === 'money') amounts.push(key);\n",
    ];
    expect(right.flatMap(linesIn)).to.deep.equal([]);
  });
});
