/**
 * Something outside the program keeps it from starting. The message is one sentence for the person who
 * started it, so whoever catches it prints the message alone, without a stack, and exits with a code ≠ 0.
 */
export class StartError extends Error {
  override readonly name = 'StartError';
}
