import { expect } from 'chai';
import { testDatabase, useDatabase } from '../../support/database.ts';
import { endProgram, startProgram } from '../../support/program.ts';

const secret = { SESSION_SECRET: 's'.repeat(32) };

describe('MONGODB_URI', () => {
  useDatabase();

  it('is used as it is, with the database that it names', async () => {
    const program = await startProgram({ ...secret, MONGODB_URI: testDatabase().uri });
    expect(program.answer).to.include({ kind: 'external', dbName: testDatabase().dbName });
    expect(await endProgram(program, 'SIGTERM')).to.equal(0);
  });

  it('means the database callfolio when it names none', async () => {
    const uri = testDatabase().uri.replace(/\/[^/]+\?/, '/?');
    const program = await startProgram({ ...secret, MONGODB_URI: uri });
    expect(program.answer.dbName).to.equal('callfolio');
    await endProgram(program, 'SIGTERM');
  });

  it('with nobody there ends the start with one sentence', async () => {
    const uri = 'mongodb://someone:hush-hush@127.0.0.1:41001/?serverSelectionTimeoutMS=300';
    const program = await startProgram({ ...secret, MONGODB_URI: uri });
    expect(program.line).to.match(/^The database cannot be used: .*127\.0\.0\.1:41001\.$/);
    expect(program.line).not.to.include('hush-hush');
    expect(await program.exitCode).to.equal(1);
  });
});
