import { expect, it } from 'vitest';
import { passOf, registrationIn, roomCodeOf } from './pass';

const ID = '0192f6a0-1b2c-7def-8123-456789abcdef';

it('a pass says who it is, other codes say nothing', () => {
  const pass = passOf('https://a.example', '/e/12', ID);
  expect(pass).toBe(`https://a.example/e/12#pass=${ID}`);
  expect(registrationIn(` ${pass.toUpperCase().replace('#PASS=', '#pass=')} `)).toBe(ID);
  for (const other of ['', ID, 'https://a.example/e/12', `https://a.example/#pass=x${ID}`])
    expect(registrationIn(other)).toBeNull();
});

it('the code of the room opens the event', () => {
  expect(roomCodeOf('https://a.example', '/e/12', '7K3 QM9')).toBe('https://a.example/e/12?code=7K3QM9');
});
