import type { ControlPlane, Distribution, Evidence, EvidencePlace, Infrastructure } from '../../../shared/provider-finding.ts';
import { visibleText } from '../../../shared/visible-text.ts';

type Grade = Evidence<string>['grade'];

/** One statement of a rule, before it is known of how many nodes it is. */
export type Claim =
  | { readonly about: 'controlPlane'; readonly value: ControlPlane; readonly fact: string; readonly grade: Grade }
  | { readonly about: 'infrastructure'; readonly value: Infrastructure; readonly fact: string; readonly grade: Grade }
  | { readonly about: 'distribution'; readonly value: Distribution; readonly fact: string; readonly grade: Grade };

/** A fact that says who runs the API server. */
export function controlPlane(value: ControlPlane, fact: string, grade: Grade = 'strong'): Claim {
  return { about: 'controlPlane', value, fact, grade };
}

/** A fact that says whose the machines are. */
export function infrastructure(value: Infrastructure, fact: string, grade: Grade = 'strong'): Claim {
  return { about: 'infrastructure', value, fact, grade };
}

/** A fact that says which build or installer it is. */
export function distribution(value: Distribution, fact: string, grade: Grade = 'strong'): Claim {
  return { about: 'distribution', value, fact, grade };
}

/** Longest text of a fact, in characters: long ids say no more than their beginning. */
const longestFact = 100;

/** Evidence by question, in the order in which it was found. */
export class EvidenceBook {
  readonly controlPlane: Evidence<ControlPlane>[] = [];
  readonly infrastructure: Evidence<Infrastructure>[] = [];
  readonly distribution: Evidence<Distribution>[] = [];

  /** Writes down what one place says. `nodes`: of how many nodes it is; null where it is of none. */
  add(seen: EvidencePlace, claims: readonly Claim[], nodes: number | null = null): void {
    for (const claim of claims) {
      const text = visibleText(claim.fact);
      const fact = text.length > longestFact ? `${text.slice(0, longestFact - 1)}…` : text;
      const rest = { fact, seen, grade: claim.grade, nodes } as const;
      if (claim.about === 'controlPlane') this.controlPlane.push({ speaksFor: claim.value, ...rest });
      else if (claim.about === 'infrastructure') this.infrastructure.push({ speaksFor: claim.value, ...rest });
      else this.distribution.push({ speaksFor: claim.value, ...rest });
    }
  }
}
