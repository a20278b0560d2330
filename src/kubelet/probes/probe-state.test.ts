import assert from 'node:assert/strict';
import { test } from 'node:test';
import { earlyRetryMs, firstDelayMs, initialState, nextState, type ProbeState, type ProbeType } from './probe-state.ts';

const run = (type: ProbeType, outcomes: string, thresholds = {}): readonly (string | undefined)[] => {
  let state: ProbeState = initialState(type);
  return outcomes.split('').map((outcome) => {
    state = nextState(state, type, thresholds, outcome === '+' ? 'Success' : 'Failure');
    return `${state.result}${state.settled ? '!' : ''}`;
  });
};

test('results change only after as many outcomes in a row as the thresholds say', () => {
  assert.deepEqual(run('Readiness', '+-', { failureThreshold: 1 }), ['Success', 'Failure']);
  assert.deepEqual(run('Readiness', '+--+---', {}), ['Success', 'Success', 'Success', 'Success', 'Success', 'Success', 'Failure']);
  assert.deepEqual(run('Readiness', '++-++', { successThreshold: 2 }), ['Failure', 'Success', 'Success', 'Success', 'Success']);
});

test('a container is alive until it has failed often enough, and then nothing more is asked', () => {
  assert.deepEqual(run('Liveness', '--+---'), ['Success', 'Success', 'Success', 'Success', 'Success', 'Failure!']);
});

test('startup is open until it has succeeded or failed for good', () => {
  assert.deepEqual(run('Startup', '--+'), ['Unknown', 'Unknown', 'Success!']);
  assert.deepEqual(run('Startup', '--', { failureThreshold: 2 }), ['Unknown', 'Failure!']);
});

test('early tries come before the first outcome only and never wait as long as the period', () => {
  const fresh = initialState('Readiness');
  assert.equal(earlyRetryMs(fresh, 'Readiness', {}), 100);
  assert.equal(earlyRetryMs({ ...fresh, earlyTries: 3 }, 'Readiness', { periodSeconds: 1 }), undefined);
  assert.equal(earlyRetryMs({ ...fresh, earlyTries: 9 }, 'Readiness', {}), undefined);
  assert.equal(earlyRetryMs({ ...fresh, last: 'Failure', run: 1 }, 'Readiness', {}), undefined);
  assert.equal(earlyRetryMs(fresh, 'Liveness', {}), undefined);
});

test('the first try waits for the initial delay, that of liveness at least for something', () => {
  assert.equal(firstDelayMs('Readiness', {}), 0);
  assert.equal(firstDelayMs('Readiness', { initialDelaySeconds: 5 }), 5000);
  assert.equal(firstDelayMs('Liveness', { periodSeconds: 7 }), 7000);
  assert.equal(firstDelayMs('Liveness', { initialDelaySeconds: 1, periodSeconds: 7 }), 1000);
});
