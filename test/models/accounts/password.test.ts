import { expect } from 'chai';
import { checkPassword } from '../../../models/accounts/password.ts';

const owner = { email: 'ann.jansen@example.org', name: 'Ann Jansen' };
const typesOf = (typed: string) => checkPassword(typed, owner).map(({ type }) => type);

describe('checkPassword', () => {
  it('wants 15 to 200 characters, as a person counts them', () => {
    expect(typesOf('zeven eenden o')).to.deep.equal(['password.length']);
    expect(typesOf('zeven eenden op')).to.deep.equal([]);
    expect(typesOf('🐢🦔🐙🦩🐝🦉🐬')).to.deep.equal(['password.length']);
    expect(typesOf('wordy '.repeat(34))).to.deep.equal(['password.length']);
  });

  for (const [what, passwords] of Object.entries({
    'a few characters over and over': ['aaaaaaaaaaaaaaaa', 'abababAB1ababab', '000000000000', 'abc123abc123'],
    'a common word with something behind it': [
      'password1234',
      'Password123!',
      'iloveyou1234',
      'welkom123456',
      'Wachtwoord01',
      'Summer2025!!!',
      'monkeydragon12',
      'chocolate123',
    ],
    'a common word alone, or twice': [
      'administrator',
      'unbelievable',
      'manchesterunited',
      'passwordpassword',
      'trustno1trustno1',
    ],
    'look-alikes of letters': ['P@ssw0rd2024!', 'w3lk0m_2026!', '@dm1n1str4t0r'],
    'accents on a common word': ['Bienvenüe2024', 'contraseña123'],
    'walks over a keyboard': ['qwertyuiop12', '1q2w3e4r5t6y', '1qaz2wsx3edc', 'azerty123456', 'qazwsxedcrfv'],
    'rows of digits and letters': ['123456789012', '987654321098', 'abcdefghijkl', '198012311980'],
    'the name of the program': ['callfolio2026', 'Callfolio-callfolio!'],
    'the name or address of its owner': [
      'my ANN.jansen@example.org',
      'AnnJansen1985',
      'ann.jansen2024',
      'J4nsen123456',
      'example.org!!2024',
    ],
  })) {
    it(`refuses ${what}`, () => {
      expect(
        passwords.filter(typed => typesOf(typed.padEnd(15, '12')).join() !== 'password.weak'),
      ).to.deep.equal([]);
    });
  }

  it('takes a few words in a row, and what no person would think of', () => {
    const good = [
      'correct horse battery staple',
      'four hungry green parrots',
      'vier groene papegaaien',
      'fiets koffie lamp regen',
      'my very own password',
      'x7Kq9!mPz2LwvR4',
      '83k2j1n48dk2917',
      'hT5#kk29vLq0wN!',
    ];
    expect(good.filter(typed => typesOf(typed).length > 0)).to.deep.equal([]);
  });
});
