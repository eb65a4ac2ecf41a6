//! Who may do what in a space. Pure and total: facts first, then one `match` per question. Deny wins.
//!
//! A [`Seat`] is where an actor sits in one space; every decision is a question to it. The twin in SQL, for lists,
//! counts, home and notices, is [`visible`]; tests hold both against each other.

pub mod visible;

use kernel::{Actor, Code, Decision, OrgId, PersonId, Role, SpaceId};

use crate::{
    entity,
    kinds::{Audience, JoinRule, MemberState, SpaceKind, SpaceRole, TopicKind},
};

/// What is known about a space and the actor's row in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceFacts {
    pub id: SpaceId,
    pub kind: SpaceKind,
    pub organisation: Option<OrgId>,
    pub join: JoinRule,
    pub audience: Audience,
    pub explicit: Option<(SpaceRole, MemberState)>,
    /// Put away: read, never written.
    pub archived: bool,
}

impl SpaceFacts {
    pub fn of(space: &entity::space::Model, member: Option<&entity::space_member::Model>) -> Self {
        Self {
            id: space.id,
            kind: space.kind,
            organisation: space.organisation_id,
            join: space.join_rule,
            audience: space.audience,
            explicit: member.map(|m| (m.role, m.state)),
            archived: space.archived_at.is_some(),
        }
    }

    /// Contents are not for the whole network.
    pub fn private(&self) -> bool {
        self.audience == Audience::Members
    }
}

/// How close an actor is to a space, weakest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// For them it does not exist.
    Stranger,
    /// Sees that it exists and how to get in, nothing inside.
    Outsider,
    Reader,
    Member,
    Moderator,
}

/// Grants named for exactly this organisation. Territory does not count: a school's staff room is not the municipality's.
fn holds_exactly(actor: &Actor, roles: &[Role], org: Option<OrgId>) -> bool {
    org.is_some() && actor.grants.iter().any(|g| g.scope == org && roles.contains(&g.role))
}

/// A public observer without any other role reads and never writes.
fn only_observes(actor: &Actor) -> bool {
    !actor.grants.is_empty() && actor.grants.iter().all(|g| g.role == Role::Observer)
}

/// Roles that moderate the space of their organisation.
pub(crate) fn moderating_roles(kind: SpaceKind) -> &'static [Role] {
    match kind {
        SpaceKind::Association => &[Role::AssociationLeader],
        SpaceKind::School => &[Role::SchoolHead, Role::DeputyHead],
        SpaceKind::Municipality => &[Role::MunicipalCoordinator],
        SpaceKind::Open | SpaceKind::Group => &[],
    }
}

/// Standing by organisation and role alone, for a confirmed person.
fn derived(actor: &Actor, space: &SpaceFacts) -> Standing {
    let within = |set: &std::collections::BTreeSet<OrgId>| space.organisation.is_some_and(|org| set.contains(&org));
    let network = space.audience == Audience::Network;
    let moderates = holds_exactly(actor, moderating_roles(space.kind), space.organisation)
        || (network && space.kind != SpaceKind::Group && actor.is_administrator());
    match space.kind {
        _ if moderates => Standing::Moderator,
        SpaceKind::Open => Standing::Member,
        SpaceKind::Association | SpaceKind::School if within(&actor.orgs) => Standing::Member,
        SpaceKind::Municipality if within(&actor.circle) => Standing::Member,
        SpaceKind::Association if network => Standing::Reader,
        SpaceKind::Association | SpaceKind::School | SpaceKind::Municipality => Standing::Stranger,
        SpaceKind::Group => match space.join {
            JoinRule::Auto | JoinRule::Request => Standing::Outsider,
            JoinRule::Invitation => Standing::Stranger,
        },
    }
}

pub fn standing(actor: &Actor, space: &SpaceFacts) -> Standing {
    if !actor.consented || matches!(space.explicit, Some((_, MemberState::Removed))) {
        return Standing::Stranger;
    }
    if !actor.confirmed {
        return if space.kind == SpaceKind::Open { Standing::Reader } else { Standing::Stranger };
    }
    let derived = derived(actor, space);
    let full = match space.explicit {
        Some((SpaceRole::Moderator, MemberState::Member)) => Standing::Moderator,
        Some((SpaceRole::Member, MemberState::Member)) => derived.max(Standing::Member),
        // An explicit reader is somebody asked to be silent; it does not unseat a leader or a head.
        Some((SpaceRole::Reader, MemberState::Member)) if derived == Standing::Moderator => derived,
        Some((SpaceRole::Reader, MemberState::Member)) => Standing::Reader,
        Some((_, MemberState::Invited | MemberState::Requested)) => derived.max(Standing::Outsider),
        Some((_, MemberState::Removed)) | None => derived,
    };
    if only_observes(actor) { full.min(Standing::Reader) } else { full }
}

/// What a decision about a topic needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TopicFacts {
    pub author: PersonId,
    pub kind: TopicKind,
    pub locked: bool,
    pub deleted: bool,
    /// Somebody has answered.
    pub answered: bool,
}

impl From<&entity::topic::Model> for TopicFacts {
    fn from(topic: &entity::topic::Model) -> Self {
        Self {
            author: topic.author_id,
            kind: topic.kind,
            locked: topic.locked_at.is_some(),
            deleted: topic.deleted_at.is_some(),
            answered: topic.last_no > 1,
        }
    }
}

/// What a decision about a post needs to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PostFacts {
    pub author: PersonId,
    pub first: bool,
    /// Who deleted it.
    pub deleted: Option<PersonId>,
}

impl From<&entity::post::Model> for PostFacts {
    fn from(post: &entity::post::Model) -> Self {
        Self {
            author: post.author_id,
            first: post.no == 1,
            deleted: post.deleted_at.and(Some(post.deleted_by.unwrap_or(post.author_id))),
        }
    }
}

/// An actor in a space.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub person: PersonId,
    pub standing: Standing,
    /// Why a reader may not write.
    why_not: Code,
    archived: bool,
}

impl Seat {
    pub fn take(actor: &Actor, space: &SpaceFacts) -> Self {
        let silenced = matches!(space.explicit, Some((SpaceRole::Reader, MemberState::Member)));
        let why_not = match (actor.confirmed, silenced || only_observes(actor)) {
            (false, _) => Code::NotConfirmed,
            (true, true) => Code::ReadOnly,
            (true, false) => Code::NotMember,
        };
        Self { person: actor.person, standing: standing(actor, space), why_not, archived: space.archived }
    }

    pub fn moderates(&self) -> bool {
        self.standing == Standing::Moderator
    }

    /// That the space exists.
    pub fn see(&self) -> Decision {
        if self.standing >= Standing::Outsider { Decision::Allow } else { Decision::Hide }
    }

    /// What is inside.
    pub fn read(&self) -> Decision {
        if self.standing >= Standing::Reader { Decision::Allow } else { Decision::Hide }
    }

    pub fn write(&self) -> Decision {
        match self.standing {
            Standing::Stranger | Standing::Outsider => Decision::Hide,
            Standing::Reader => Decision::Refuse(self.why_not),
            Standing::Member | Standing::Moderator if self.archived => Decision::Refuse(Code::SpaceArchived),
            Standing::Member | Standing::Moderator => Decision::Allow,
        }
    }

    /// Sections, pins, locks, moves, the space's own card, its members.
    pub fn moderate(&self) -> Decision {
        match self.standing {
            Standing::Stranger => Decision::Hide,
            Standing::Outsider | Standing::Reader | Standing::Member => Decision::Refuse(Code::Forbidden),
            Standing::Moderator if self.archived => Decision::Refuse(Code::SpaceArchived),
            Standing::Moderator => Decision::Allow,
        }
    }

    /// Putting the space away and taking it out again.
    pub fn archive(&self) -> Decision {
        Self { archived: false, ..*self }.moderate()
    }

    pub fn start_topic(&self, kind: TopicKind) -> Decision {
        match (self.write(), kind) {
            (Decision::Allow, TopicKind::Announcement) => self.moderate(),
            (decision, _) => decision,
        }
    }

    /// Deleted topics exist for moderators only.
    pub fn read_topic(&self, topic: TopicFacts) -> Decision {
        match self.read() {
            Decision::Allow if topic.deleted && !self.moderates() => Decision::Hide,
            decision => decision,
        }
    }

    fn write_topic(&self, topic: TopicFacts) -> Decision {
        match self.read_topic(topic) {
            Decision::Allow => self.write(),
            decision => decision,
        }
    }

    /// A lock holds for everybody: a moderator who wants to speak unlocks first.
    pub fn reply(&self, topic: TopicFacts) -> Decision {
        match self.write_topic(topic) {
            Decision::Allow if topic.locked || topic.deleted => Decision::Refuse(Code::TopicLocked),
            decision => decision,
        }
    }

    /// Title, subject, grades, tags.
    pub fn change_topic(&self, topic: TopicFacts) -> Decision {
        match self.write_topic(topic) {
            Decision::Allow if self.moderates() => Decision::Allow,
            Decision::Allow if topic.author != self.person => Decision::Refuse(Code::NotAuthor),
            Decision::Allow if topic.locked => Decision::Refuse(Code::TopicLocked),
            decision => decision,
        }
    }

    /// An author takes back a topic nobody has answered; the rest is for moderators.
    pub fn delete_topic(&self, topic: TopicFacts) -> Decision {
        match self.write_topic(topic) {
            Decision::Allow if self.moderates() => Decision::Allow,
            Decision::Allow if topic.author != self.person => Decision::Refuse(Code::NotAuthor),
            Decision::Allow if topic.answered => Decision::Refuse(Code::Forbidden),
            decision => decision,
        }
    }

    /// Marking the answer of a question.
    pub fn accept(&self, topic: TopicFacts) -> Decision {
        match self.write_topic(topic) {
            Decision::Allow if topic.kind != TopicKind::Question => Decision::Refuse(Code::Forbidden),
            Decision::Allow if self.moderates() || topic.author == self.person => Decision::Allow,
            Decision::Allow => Decision::Refuse(Code::NotAuthor),
            decision => decision,
        }
    }

    /// Nobody thanks themselves.
    pub fn react(&self, topic: TopicFacts, post: PostFacts) -> Decision {
        match self.write_topic(topic) {
            Decision::Allow if post.deleted.is_some() => Decision::Hide,
            Decision::Allow if post.author == self.person => Decision::Refuse(Code::Forbidden),
            decision => decision,
        }
    }

    /// Authors edit their words; moderators may, with a reason, because pupils' names must be removable at once.
    pub fn edit_post(&self, topic: TopicFacts, post: PostFacts) -> Decision {
        match self.write_topic(topic) {
            Decision::Allow if post.deleted.is_some() => Decision::Hide,
            Decision::Allow if self.moderates() => Decision::Allow,
            Decision::Allow if post.author != self.person => Decision::Refuse(Code::NotAuthor),
            Decision::Allow if topic.locked => Decision::Refuse(Code::TopicLocked),
            decision => decision,
        }
    }

    /// The first post goes with its topic.
    pub fn delete_post(&self, topic: TopicFacts, post: PostFacts) -> Decision {
        match self.write_topic(topic) {
            Decision::Allow if post.first => Decision::Refuse(Code::Forbidden),
            Decision::Allow if self.moderates() || post.author == self.person => Decision::Allow,
            Decision::Allow => Decision::Refuse(Code::NotAuthor),
            decision => decision,
        }
    }

    /// Authors take back their own deletion, moderators any.
    pub fn restore_post(&self, topic: TopicFacts, post: PostFacts) -> Decision {
        let own = post.author == self.person && post.deleted == Some(self.person);
        match self.write_topic(topic) {
            Decision::Allow if self.moderates() || own => Decision::Allow,
            Decision::Allow => Decision::Refuse(Code::Forbidden),
            decision => decision,
        }
    }

    /// Wording of deleted posts is for moderators.
    pub fn read_history(&self, topic: TopicFacts, post: PostFacts) -> Decision {
        match self.read_topic(topic) {
            Decision::Allow if post.deleted.is_some() && !self.moderates() => Decision::Hide,
            decision => decision,
        }
    }

    /// Wordings that a moderator replaced stay with the author and the moderators.
    pub fn read_replaced(&self, post: PostFacts) -> bool {
        self.moderates() || post.author == self.person
    }
}

/// Groups are anybody's to open; a space of an organisation is opened by who runs it, open ones by administrators.
pub fn create_space(actor: &Actor, kind: SpaceKind, organisation: Option<OrgId>) -> Decision {
    if let Err(kernel::Error::Refused(code)) = actor.may_write() {
        return Decision::Refuse(code);
    }
    let allowed = match (kind, organisation) {
        (SpaceKind::Group, _) => !only_observes(actor),
        (SpaceKind::Open, _) => actor.is_administrator(),
        (_, None) => false,
        (kind, org) => holds_exactly(actor, moderating_roles(kind), org) || actor.is_administrator(),
    };
    if allowed { Decision::Allow } else { Decision::Refuse(Code::Forbidden) }
}
