//! What happened in the catalogue, for the feed.

use kernel::{NewEvent, PersonId, SkillId, Stream};
use serde_json::json;
use uuid::Uuid;

/// Kinds of feed events, written once.
pub mod kind {
    pub const SKILL_CHANGED: &str = "skills.skill_changed";
    pub const CATALOGUE_LOADED: &str = "skills.catalogue_loaded";
}

#[derive(Clone, Debug)]
pub enum Event {
    SkillChanged {
        actor: PersonId,
        skill: SkillId,
    },
    /// Many rows at once, from a list: whoever follows reads the catalogue anew.
    CatalogueLoaded {
        actor: Option<PersonId>,
        rows: usize,
    },
}

impl From<Event> for NewEvent {
    fn from(event: Event) -> Self {
        match event {
            Event::SkillChanged { actor, skill } => Self {
                kind: kind::SKILL_CHANGED,
                stream: Stream::internal(skill.0),
                subject: skill.0,
                actor: Some(actor),
                body: json!({}),
            },
            Event::CatalogueLoaded { actor, rows } => Self {
                kind: kind::CATALOGUE_LOADED,
                stream: Stream::internal(Uuid::nil()),
                subject: Uuid::nil(),
                actor,
                body: json!({ "rows": rows }),
            },
        }
    }
}
