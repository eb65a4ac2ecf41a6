//! What coordinators are shown of a run.

use kernel::{DateTime, MatchDecisionId, MatchRunId, NeedId, OrgRef, PairingId, PersonRef, Utc};
use serde::Serialize;
use skills::SkillChip;
use utoipa::ToSchema;

use crate::{
    kinds::{DecisionKind, MatchMode, Term, ThemeKind},
    matching::{problem::Parts, solve::Loss, weights::WeightsView},
};

/// A run in one line.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchRunHead)]
pub struct RunHead {
    pub id: MatchRunId,
    pub number: i32,
    pub year: i32,
    pub mode: MatchMode,
    /// 0: the built-in ones.
    pub weights_version: i32,
    pub pairs: i32,
    pub uncovered: i32,
    /// Sum of scores less what load costs.
    pub total: i64,
    pub by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
}

/// A need as runs name it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchNeed)]
pub struct NeedRef {
    pub id: NeedId,
    pub school: OrgRef,
    pub theme_kind: ThemeKind,
    pub theme: String,
    pub priority: i64,
    /// Absent for observers.
    pub strength: Option<i64>,
    pub grade_from: Option<i32>,
    pub grade_to: Option<i32>,
    pub skills: Vec<SkillChip>,
}

/// Terms of a score in thousandths; absent: not known, and not counted.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = MatchParts)]
pub struct PartsView {
    pub context: Option<i64>,
    pub complementarity: Option<i64>,
    pub practice: Option<i64>,
    pub access: Option<i64>,
    pub history: Option<i64>,
}

/// What something costs the whole.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = MatchLoss)]
pub struct LossView {
    /// Needs that stay without help, by weight.
    pub covered: i64,
    pub score: i64,
}

/// The mentor that would be next.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchRunnerUp)]
pub struct RunnerUpView {
    pub mentor: OrgRef,
    pub score: i64,
    /// What taking it would cost; absent when it cannot be taken.
    pub loss: Option<LossView>,
}

/// A word of a coordinator.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchDecision)]
pub struct DecisionView {
    pub id: MatchDecisionId,
    pub kind: DecisionKind,
    pub reason: Option<String>,
    pub by: Option<PersonRef>,
    pub created_at: DateTime<Utc>,
}

/// Another mentor was chosen for the need since.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchPinned)]
pub struct PinView {
    pub mentor: OrgRef,
    pub decision: DecisionView,
    pub pairing_id: Option<PairingId>,
}

/// A pin the run could not keep.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchUnheld)]
pub struct UnheldView {
    pub need: NeedRef,
    pub mentor: OrgRef,
    pub decision: DecisionView,
    /// What stood in the way.
    pub reason: String,
    /// What may be done about it.
    pub advice: Option<String>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchPair)]
pub struct PairView {
    pub need: NeedRef,
    pub mentor: OrgRef,
    /// 0 to 1000.
    pub score: i64,
    /// Absent for observers: they would tell what results of pupils say.
    pub parts: Option<PartsView>,
    /// Sentences.
    pub explanation: Vec<String>,
    pub runner_up: Option<RunnerUpView>,
    pub cost_of_forbidding: Option<LossView>,
    /// Decided on before the run.
    pub fixed: Option<DecisionKind>,
    /// What is said of it now.
    pub decision: Option<DecisionView>,
    pub pairing_id: Option<PairingId>,
    pub pinned: Option<PinView>,
}

#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchUncovered)]
pub struct UncoveredView {
    pub need: NeedRef,
    /// Sentences.
    pub reasons: Vec<String>,
    /// What may be done about it.
    pub advice: Vec<String>,
    pub pinned: Option<PinView>,
}

/// A school on the picture of likeness.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchSchool)]
pub struct PlacedSchool {
    pub school: OrgRef,
    /// From −1000 to 1000: near each other means alike.
    pub x: i32,
    pub y: i32,
    pub mentor: bool,
    pub mentee: bool,
}

/// A run with everything it found.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchRun)]
pub struct RunView {
    #[serde(flatten)]
    pub head: RunHead,
    pub territory: OrgRef,
    pub weights: WeightsView,
    pub pairs_list: Vec<PairView>,
    pub uncovered_list: Vec<UncoveredView>,
    /// Pins it could not keep.
    pub unheld: Vec<UnheldView>,
    /// Of whom conditions are known; nobody, for observers.
    pub schools: Vec<PlacedSchool>,
    pub sum: i64,
    /// In the stable mode: what the best for all together would come to.
    pub best_total: Option<i64>,
    pub best_pairs: Option<i64>,
    pub input_hash: String,
    pub result_hash: String,
    /// Decisions have changed since it was solved.
    pub stale: bool,
    /// Everything is told; observers see an outline.
    pub whole: bool,
    pub can_decide: bool,
}

/// A need that another school would help.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchMove)]
pub struct MoveView {
    pub need: NeedRef,
    pub before: Option<OrgRef>,
    pub after: Option<OrgRef>,
}

/// What becomes of the pairs when one weight is another.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = MatchTrial)]
pub struct TrialView {
    pub term: Term,
    /// 20 or −20.
    pub percent: i64,
    pub weight: i64,
    pub moved: Vec<MoveView>,
    pub total: i64,
}

impl From<Parts> for PartsView {
    fn from(parts: Parts) -> Self {
        let Parts { context, complementarity, practice, access, history } = parts;
        Self { context, complementarity, practice, access, history }
    }
}

impl From<Loss> for LossView {
    fn from(loss: Loss) -> Self {
        Self { covered: loss.covered, score: loss.score }
    }
}
