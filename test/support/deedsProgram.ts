// Another process on the database of a test: does the deeds that it is told, one after the other.
import { connect, disconnect } from '../../server/database/connect.ts';
import { doDeed, type DeedName } from './deeds.ts';

const [, , uri = '', dbName = ''] = process.argv;
await connect(uri, dbName);
process.on('message', ({ name, seed }: { name: DeedName; seed: number }) => {
  doDeed(name, seed).then(
    () => process.send?.({ failed: null }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});
process.on('disconnect', () => void disconnect().then(() => process.exit(0)));
process.send?.({ failed: null });
