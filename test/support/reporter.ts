import Mocha from 'mocha';

const { Base } = Mocha.reporters;

/**
 * The tree of suites and tests, the failures in full, and a last line made to be read by a program:
 * `N passed, N failed, N skipped`. A failing hook counts as failed, whether or not its tests ran.
 */
class PlainReporter extends Base {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options);
    let depth = 0;
    const line = (text: string): void => Base.consoleLog(`${'  '.repeat(depth)}${text}`);

    runner.on('suite', suite => {
      if (suite.root) return;
      line(Base.color('suite', suite.title));
      depth += 1;
    });
    runner.on('suite end', suite => {
      if (suite.root) return;
      depth -= 1;
      if (depth === 0) line('');
    });
    runner.on('pass', test => {
      const slow = test.speed === 'slow' ? Base.color('slow', ` (${test.duration} ms)`) : '';
      line(`${Base.color('checkmark', Base.symbols.ok)} ${Base.color('pass', test.title)}${slow}`);
    });
    runner.on('pending', test => line(Base.color('pending', `- ${test.title}`)));
    runner.on('fail', test => line(Base.color('fail', `${this.failures.length}) ${test.title}`)));
    runner.once('end', () => {
      if (this.failures.length > 0) {
        Base.consoleLog('What failed:');
        Base.list(this.failures);
      }
      const { passes, failures, pending } = this.stats;
      Base.consoleLog(`${passes} passed, ${failures} failed, ${pending} skipped`);
    });
  }
}

// Mocha loads a reporter by its default export: the one place where we need one.
export { PlainReporter as default };
