//! Members of a space as a list.

use kernel::{Actor, Page, PageQuery, PersonId, Result, SpaceId};
use platform::App;
use platform::ports::Names;

use super::Member;
use crate::{
    access,
    entity::space_member,
    kinds::{MemberState, SpaceRole},
    roster::{self, Line},
};

/// Members for those who read the space; people in any other state for its moderators.
pub async fn list(
    app: &App,
    actor: &Actor,
    space: SpaceId,
    state: MemberState,
    page: &PageQuery,
) -> Result<Page<Member>> {
    let db = app.reader();
    let room = access::readable_room(db, actor, space).await?;
    let after = page.key::<(String, PersonId)>()?;
    let lines = if state == MemberState::Member {
        roster::members(db, &room.facts, after, page.limit()).await?
    } else {
        room.seat.moderate().or_refuse()?;
        roster::rows_in_state(db, space, state, after, page.limit()).await?
    };
    let moderators = roster::moderators(db, &room.facts, app.now()).await?;
    let cut = Page::cut(lines, page.limit(), |line| (line.search_key.clone(), line.person_id))?;
    let names = Names::load(app, cut.items.iter().map(|line| line.person_id).collect()).await?;
    let member = |line: Line| Member {
        person: names.of(line.person_id),
        role: match line.state {
            Some(MemberState::Member) | None if moderators.contains(&line.person_id) => SpaceRole::Moderator,
            Some(_) => line.role.unwrap_or(SpaceRole::Member),
            None => SpaceRole::Member,
        },
        // A struck-off request leaves no row; who is listed as a member is one.
        state,
        since: line.since,
    };
    Ok(cut.map(member))
}

pub async fn one(app: &App, row: space_member::Model) -> Result<Member> {
    let names = Names::load(app, vec![row.person_id]).await?;
    Ok(Member { person: names.of(row.person_id), role: row.role, state: row.state, since: row.since })
}
