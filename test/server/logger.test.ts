import { expect } from 'chai';
import { Writable } from 'node:stream';
import { createLogger } from '../../server/logger.ts';

describe('the log', () => {
  it('hides secrets', () => {
    const { log, text } = capture(false);
    log.info(
      {
        req: { headers: { authorization: 'Bearer hush', cookie: 'sid=hush' } },
        body: { password: 'hush' },
        token: 'hush',
      },
      'a request',
    );
    expect(text()).to.include('[hidden]').and.not.include('hush');
  });

  it('writes one JSON object a line', () => {
    const { log, text } = capture(false);
    log.warn('careful');
    expect(JSON.parse(text())).to.include({ level: 'warn', msg: 'careful' });
  });

  it('writes plain lines where a person reads along', () => {
    const { log, text } = capture(true);
    log.info('Ready.');
    log.error({ err: new Error('no room') }, 'Not written.');
    expect(text()).to.match(/^\d\d:\d\d:\d\d Ready\.\n\d\d:\d\d:\d\d error: Not written\.\nError: no room\n/);
  });
});

function capture(isTTY: boolean): { log: ReturnType<typeof createLogger>; text: () => string } {
  let text = '';
  const output = new Writable({
    write(chunk, _encoding, done) {
      text += String(chunk);
      done();
    },
  });
  return {
    log: createLogger('info', Object.assign(output, { isTTY }) as NodeJS.WriteStream),
    text: () => text,
  };
}
