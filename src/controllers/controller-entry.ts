import type { FeatureGates } from '../model/features/feature-gates.ts';
import type { Feature } from '../model/features/known-features.ts';
import type { Component } from '../runtime/component.ts';
import type { Controller } from '../runtime/controller.ts';
import { controllerComponent, type ControllerOptions } from '../runtime/run-controller.ts';
import type { SignCertificate } from './certificates/sign.ts';
import type { NodePrefixLengths } from './node-ipam/ranges.ts';
import type { SignAccountToken } from './service-account-token/controller.ts';

export interface ControllerSettings {
  /** The authority that signs the API server's certificate, for pods to know it by. Not published unless given. */
  readonly rootCaPem?: string | undefined;
  /** Signs the tokens of Secrets that stand for service accounts. They get none unless given. */
  readonly signAccountToken?: SignAccountToken | undefined;
  /** How long a token that was made for a service account unasked is unused before it is deleted. A year, unless given. */
  readonly legacyTokenCleanUpMs?: number | undefined;
  /** Signs certificates for the cluster's own signers. None are signed unless given. */
  readonly signCertificate?: SignCertificate | undefined;
  /** The longest life of certificates that are signed. A year, unless given. */
  readonly certificateLifeMs?: number | undefined;
  /** Where nodes get the ranges of their pods from, e.g. `10.244.0.0/16`; may be one of each family. They get none unless given. */
  readonly clusterCidr?: string | undefined;
  /** How large these are. */
  readonly nodePrefixLengths?: NodePrefixLengths | undefined;
  /** Where services get their addresses from, which nodes do not get for pods. */
  readonly serviceCidr?: string | undefined;
  /** How many finished pods may be left lying about. */
  readonly terminatedPodThreshold?: number | undefined;
  /** How long a deleted namespace is left alone before it is emptied. */
  readonly namespaceSettleMs?: number | undefined;
}

/** What a controller is made with. */
export interface CreationSettings extends ControllerSettings {
  readonly gates: FeatureGates;
}

export interface ControllerEntry {
  /** As `--controllers` names it, here and upstream. */
  readonly name: string;
  /** None where it acts as the controller manager itself. */
  readonly serviceAccount?: string;
  /** Who its events say they come from; its service account, unless given. */
  readonly eventSource?: string;
  /** There is none without it. */
  readonly feature?: Feature;
  /** There only for those who ask for it by its name. */
  readonly isOptional?: true;
  /** Nothing where the settings leave it nothing to do. */
  readonly create: (options: ControllerOptions, settings: CreationSettings) => readonly Component[];
}

/** Makes an entry of what reconciles: one controller, or several that share an account. */
export function reconciling(
  create: (settings: CreationSettings) => Controller | readonly Controller[] | undefined,
): ControllerEntry['create'] {
  return (options, settings) => [create(settings) ?? []].flat().map((controller) => controllerComponent(controller, options));
}

/**
 * Whether an entry is wanted by a list as `--controllers` has it: names to have, `-` before those not to have, `*` for all that
 * are not optional. What is named itself goes before `*`.
 */
export function isWanted({ name, isOptional }: ControllerEntry, list: readonly string[]): boolean {
  if (list.includes(name)) return true;
  return !list.includes(`-${name}`) && list.includes('*') && !isOptional;
}
