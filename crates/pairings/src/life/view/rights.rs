//! What the reader may do with a pair now, and what waits for whom. Made of the same functions that decide.

use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    entity::life::{agreement, pairing},
    kinds::{AgreementState, PairState, Side},
    life::agreements::Terms,
    policy::life::{Act, PairSeat, PaperAct, after, after_paper},
};

/// Something the reader may do now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PairingRight {
    Agree,
    Decline,
    Veto,
    Withdraw,
    Activate,
    Suspend,
    Resume,
    Complete,
    End,
    WriteAgreement,
    SendAgreement,
    RecallAgreement,
    SignAgreement,
    RenewAgreement,
    TerminateAgreement,
    AttachScan,
    NameMentorPeople,
    NameMenteePeople,
    Tie,
    OpenRoom,
    Work,
}

/// Who something waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingWaitSide)]
pub enum WaitSide {
    Mentor,
    Mentee,
    Coordinator,
}

/// What is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = PairingWaitWhat)]
pub enum WaitWhat {
    Agree,
    WriteAgreement,
    SendAgreement,
    SignAgreement,
    /// The agreement is signed and begins later, or all is there.
    Activate,
    Resume,
    /// The agreement ends within thirty days, or is over.
    RenewAgreement,
    NameCurator,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct PairingWait {
    pub side: WaitSide,
    pub what: WaitWhat,
}

/// A pair as far as rights go.
pub(crate) struct Standing<'a> {
    pub row: &'a pairing::Model,
    pub seat: &'a PairSeat,
    /// All agreements, the newest first.
    pub papers: &'a [agreement::Model],
    pub terms: Terms,
    /// Sides that have a curator of the pair.
    pub curators: Vec<Side>,
}

impl Standing<'_> {
    fn pending(&self) -> Option<&agreement::Model> {
        self.papers.iter().find(|paper| paper.state.pending())
    }

    fn agreed(&self, side: Side) -> bool {
        match side {
            Side::Mentor => self.row.mentor_agreed_at.is_some(),
            Side::Mentee => self.row.mentee_agreed_at.is_some(),
        }
    }

    pub fn rights(&self) -> Vec<PairingRight> {
        let mut rights = self.steps();
        if self.row.state.live() {
            self.papers(&mut rights);
            let people = [
                (PairingRight::NameMentorPeople, self.seat.name_people(Side::Mentor)),
                (PairingRight::NameMenteePeople, self.seat.name_people(Side::Mentee)),
                (PairingRight::Tie, self.seat.tie()),
                (PairingRight::OpenRoom, self.seat.open_room()),
            ];
            let open = |right: PairingRight| right != PairingRight::OpenRoom || self.row.space_id.is_none();
            rights.extend(
                people.into_iter().filter(|(right, may)| may.allowed() && open(*right)).map(|(right, _)| right),
            );
        }
        if self.row.state == PairState::Active && self.seat.work().allowed() {
            rights.push(PairingRight::Work);
        }
        rights
    }

    fn steps(&self) -> Vec<PairingRight> {
        let acts = [
            (PairingRight::Agree, Act::AgreeFirst),
            (PairingRight::Decline, Act::Decline),
            (PairingRight::Veto, Act::Veto),
            (PairingRight::Withdraw, Act::Withdraw),
            (PairingRight::Activate, Act::Activate),
            (PairingRight::Suspend, Act::Suspend),
            (PairingRight::Resume, Act::Resume),
            (PairingRight::Complete, Act::Complete),
            (PairingRight::End, Act::End),
        ];
        let mine = Side::BOTH.into_iter().any(|side| self.seat.heads(side) && !self.agreed(side));
        acts.into_iter()
            .filter(|(_, act)| self.seat.step(*act).allowed() && after(self.row.state, *act).is_ok())
            .filter(|(right, _)| *right != PairingRight::Agree || mine)
            .filter(|(right, _)| !matches!(right, PairingRight::Activate | PairingRight::Resume) || self.terms.covered)
            .map(|(right, _)| right)
            .collect()
    }

    fn papers(&self, rights: &mut Vec<PairingRight>) {
        let writes = self.seat.write_paper().allowed();
        let Some(paper) = self.pending() else {
            let signed = self.papers.iter().any(|paper| paper.state == AgreementState::Signed);
            if writes {
                rights.push(if self.papers.is_empty() {
                    PairingRight::WriteAgreement
                } else {
                    PairingRight::RenewAgreement
                });
            }
            if signed && writes {
                rights.push(PairingRight::AttachScan);
            }
            if signed && self.seat.terminate().allowed() {
                rights.push(PairingRight::TerminateAgreement);
            }
            return;
        };
        let may = |act: PaperAct| after_paper(paper.state, act).is_ok();
        let sent = self.row.state != PairState::Proposed;
        let signs = Side::BOTH.into_iter().any(|side| self.seat.heads(side) && !signed_by(paper, side))
            && matches!(paper.state, AgreementState::Sent | AgreementState::SignedOne);
        let draft = paper.state == AgreementState::Draft;
        let ends = if draft { writes } else { self.seat.terminate().allowed() };
        let all = [
            (PairingRight::WriteAgreement, writes && may(PaperAct::Save)),
            (PairingRight::SendAgreement, writes && sent && may(PaperAct::Send)),
            (PairingRight::RecallAgreement, writes && may(PaperAct::Recall)),
            (PairingRight::SignAgreement, signs),
            (PairingRight::TerminateAgreement, ends),
            (PairingRight::AttachScan, writes && !draft),
        ];
        rights.extend(all.into_iter().filter(|(_, may)| *may).map(|(right, _)| right));
    }

    pub fn waits_for(&self) -> Vec<PairingWait> {
        let mut waits = Vec::new();
        let both = |what: WaitWhat, waits: &mut Vec<PairingWait>| {
            waits.extend(Side::BOTH.map(|side| PairingWait { side: side.into(), what }));
        };
        match self.row.state {
            PairState::Proposed => {
                let silent = Side::BOTH.into_iter().filter(|side| !self.agreed(*side));
                waits.extend(silent.map(|side| PairingWait { side: side.into(), what: WaitWhat::Agree }));
            }
            PairState::Agreed | PairState::Suspended if self.terms.covered => {
                let what = if self.row.state == PairState::Agreed { WaitWhat::Activate } else { WaitWhat::Resume };
                waits.push(PairingWait { side: WaitSide::Coordinator, what });
            }
            PairState::Agreed | PairState::Suspended => self.paper_waits(WaitWhat::WriteAgreement, &mut waits),
            PairState::Active => {
                if self.terms.ending {
                    self.paper_waits(WaitWhat::RenewAgreement, &mut waits);
                }
                let bare = Side::BOTH.into_iter().filter(|side| !self.curators.contains(side));
                waits.extend(bare.map(|side| PairingWait { side: side.into(), what: WaitWhat::NameCurator }));
            }
            PairState::Completed
            | PairState::Ended
            | PairState::Declined
            | PairState::Vetoed
            | PairState::Withdrawn => {}
        }
        if waits.is_empty() && self.row.state == PairState::Suspended {
            both(WaitWhat::RenewAgreement, &mut waits);
        }
        waits
    }

    /// What the next agreement waits for; `begin`: when nobody has begun it.
    fn paper_waits(&self, begin: WaitWhat, waits: &mut Vec<PairingWait>) {
        let both = |what: WaitWhat| Side::BOTH.map(|side| PairingWait { side: side.into(), what });
        match self.pending() {
            None if self.row.state == PairState::Agreed && self.papers.iter().any(is_signed) => {
                waits.push(PairingWait { side: WaitSide::Coordinator, what: WaitWhat::Activate });
            }
            None => waits.extend(both(begin)),
            Some(paper) if paper.state == AgreementState::Draft => waits.extend(both(WaitWhat::SendAgreement)),
            Some(paper) => {
                let left = Side::BOTH.into_iter().filter(|side| !signed_by(paper, *side));
                waits.extend(left.map(|side| PairingWait { side: side.into(), what: WaitWhat::SignAgreement }));
            }
        }
    }
}

impl From<Side> for WaitSide {
    fn from(side: Side) -> Self {
        match side {
            Side::Mentor => Self::Mentor,
            Side::Mentee => Self::Mentee,
        }
    }
}

fn is_signed(paper: &agreement::Model) -> bool {
    paper.state == AgreementState::Signed
}

fn signed_by(paper: &agreement::Model, side: Side) -> bool {
    match side {
        Side::Mentor => paper.mentor_signed_at.is_some(),
        Side::Mentee => paper.mentee_signed_at.is_some(),
    }
}
