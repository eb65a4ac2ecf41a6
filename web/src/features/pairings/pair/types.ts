/** Shapes of the life and the work of a pair, as the server describes them. */
import type { Whole } from '$shared/api/paths';
import type { components } from '$shared/api/schema';

type Schemas = components['schemas'];

export type PairState = Schemas['PairingState'];
export type Side = Schemas['PairingSide'];
export type Duty = Schemas['PairingDuty'];
export type TieKind = Schemas['PairingTieKind'];
export type ThemeKind = Schemas['ThemeKind'];
export type AgreementState = Schemas['AgreementState'];
export type PlanForm = Schemas['PlanForm'];
export type VisitState = Schemas['PairingVisitState'];
export type EffectPoint = Schemas['EffectPoint'];
export type EffectWhose = Schemas['EffectWhose'];
export type EffectVerdict = Schemas['EffectVerdict'];
export type SurveyRound = Schemas['PairingSurveyRound'];

export type Plan = Whole<Schemas['PairingPlan']>;
export type PlanItem = Whole<Schemas['PlanItem']>;
export type PlanEventChoice = Whole<Schemas['PlanEventChoice']>;
export type PlanProgress = Whole<Schemas['PlanProgress']>;
export type Visit = Whole<Schemas['PairingVisit']>;
export type VisitAgreement = Whole<Schemas['PairingVisitAgreement']>;
export type Signature = Whole<Schemas['PairingVisitSignature']>;
export type Report = Whole<Schemas['PairingReport']>;
export type Survey = Whole<Schemas['PairingSurvey']>;
export type SurveySide = Whole<Schemas['PairingSurveySide']>;
export type Effect = Whole<Schemas['PairingEffect']>;
export type Indicator = Whole<Schemas['EffectIndicatorView']>;
export type EffectShare = Whole<Schemas['EffectShare']>;
export type EffectChange = Whole<Schemas['EffectChange']>;

export type Agreement = Whole<Schemas['Agreement']>;
export type Agreements = Whole<Schemas['PairingAgreements']>;

export type PairCard = Whole<Schemas['PairingCard']>;
export type Pair = Whole<Schemas['PairingPage']>;
export type Right = Schemas['PairingRight'];
export type Wait = Whole<Schemas['PairingWait']>;
export type WaitWhat = Schemas['PairingWaitWhat'];
export type PairPerson = Whole<Schemas['PairingPerson']>;
export type Tie = Whole<Schemas['PairingTie']>;
export type Step = Whole<Schemas['PairingStepLine']>;
export type Network = Whole<Schemas['PairingNetwork']>;
export type NetworkPair = Whole<Schemas['NetworkPair']>;
export type PlanTemplate = Whole<Schemas['PlanTemplate']>;
export type Word = Whole<Schemas['PairingWord']>;
