import { beforeEach, describe, expect, it } from 'vitest';
import type { Failure } from '../../../../functions/bridge/outcome.ts';
import { Circuit } from '../../../../functions/bridge/pace/circuit.ts';

const DENIED: Failure = { code: 'PUT_EVENTS_DENIED', message: 'not authorized' };
const REJECTED: Failure = { code: 'PUT_EVENTS_REJECTED', message: 'bad request' };

let circuit: Circuit;

beforeEach(() => {
  circuit = new Circuit();
});

function refuse(times: number, failure = DENIED): void {
  for (let refusal = 0; refusal < times; refusal++) circuit.refused(failure);
}

/** Opens the circuit and begins the next invocation. */
function openAndBegin(): void {
  refuse(3);
  circuit.begin();
}

describe('Circuit', () => {
  it('is closed at first, and lets requests go side by side', () => {
    circuit.begin();

    expect(circuit.failure).toBeUndefined();
    expect(circuit.isProbing).toBe(false);
  });

  it('stays closed after two refusals in a row', () => {
    refuse(2);

    expect(circuit.failure).toBeUndefined();
  });

  it('opens with the third refusal in a row, for its reason', () => {
    refuse(2);
    refuse(1, REJECTED);

    expect(circuit.failure).toBe(REJECTED);
  });

  it('counts refusals from one invocation to the next', () => {
    refuse(2);
    circuit.begin();
    refuse(1);

    expect(circuit.failure).toBe(DENIED);
  });

  it('does not count a row that an accepted event broke', () => {
    refuse(2);
    circuit.accepted();
    refuse(2);

    expect(circuit.failure).toBeUndefined();
  });

  it('stays open for the rest of the invocation, even when a request that was under way is taken', () => {
    refuse(3);
    circuit.accepted();

    expect(circuit.failure).toBe(DENIED);
  });

  it('gives a bus that refused everything one more chance with each invocation: a single request at a time', () => {
    openAndBegin();

    expect(circuit.failure).toBeUndefined();
    expect(circuit.isProbing).toBe(true);
  });

  it('goes on one at a time in the next invocation when this one brought no answer', () => {
    openAndBegin();
    circuit.begin();

    expect(circuit.isProbing).toBe(true);
  });

  it('opens again with the first refusal of a chance', () => {
    openAndBegin();
    refuse(1, REJECTED);

    expect(circuit.failure).toBe(REJECTED);
  });

  it('opens again with that refusal also when a request that was under way was taken before the chance', () => {
    refuse(3);
    circuit.accepted();
    circuit.begin();
    refuse(1, REJECTED);

    expect(circuit.failure).toBe(REJECTED);
  });

  it('closes when an event of the chance is accepted, and then takes three refusals to open', () => {
    openAndBegin();
    circuit.accepted();

    expect(circuit.isProbing).toBe(false);
    refuse(2);
    expect(circuit.failure).toBeUndefined();
    refuse(1);
    expect(circuit.failure).toBe(DENIED);
  });

  it('is given a chance again and again', () => {
    openAndBegin();
    refuse(1);
    circuit.begin();

    expect(circuit.failure).toBeUndefined();
    expect(circuit.isProbing).toBe(true);
  });
});

describe('an event that was rejected alone', () => {
  it('is not to blame as long as the bus took none', () => {
    expect(circuit.blamesEvent).toBe(false);
  });

  it('is to blame when the bus took another', () => {
    circuit.accepted();

    expect(circuit.blamesEvent).toBe(true);
  });

  it('is to blame when it is the second in a row, and no longer when it is the third', () => {
    circuit.accepted();
    circuit.rejected();
    const second = circuit.blamesEvent;
    circuit.rejected();

    expect([second, circuit.blamesEvent]).toEqual([true, false]);
  });

  it('is not to blame after refusals that struck all alike', () => {
    circuit.accepted();
    refuse(2);

    expect(circuit.blamesEvent).toBe(false);
  });

  it('is to blame again when the bus took one in between', () => {
    circuit.accepted();
    circuit.rejected();
    circuit.rejected();
    circuit.accepted();

    expect(circuit.blamesEvent).toBe(true);
  });

  it('does not open the circuit by being blamed, but brings it closer to that', () => {
    circuit.accepted();
    for (let rejection = 0; rejection < 5; rejection++) circuit.rejected();
    expect(circuit.failure).toBeUndefined();

    refuse(1, REJECTED);
    expect(circuit.failure).toBe(REJECTED);
  });
});
