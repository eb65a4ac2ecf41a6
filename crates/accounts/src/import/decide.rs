//! What a row means for the person it names: made, changed, left. Pure: the same decision is taken for a trial run and
//! again, with the record locked, when it is written.
//!
//! Nothing filled is ever emptied. A person with a login keeps the own card: only its empty fields are filled. What was
//! taken away (a membership that ended, a role that was revoked or ran out) is not given back by an old file.

use kernel::{OrgId, PersonId, Role, Timestamp, error::Checks};

use super::{Order, columns::Column, draft::Draft, known::Known, places::Places, vocabulary};
use crate::{
    facts,
    people::{self, Profile},
    policy,
    words::{AffiliationStatus, PersonStatus},
};

/// What is to be done for one row.
#[derive(Clone, Debug, Default)]
pub struct Step {
    pub person: Option<PersonId>,
    /// The whole checked profile of a new person, or of one whose card changes.
    pub profile: Option<Profile>,
    pub subjects_change: bool,
    pub email: Option<String>,
    pub join: Vec<OrgId>,
    pub roles: Vec<(Role, OrgId)>,
    /// Where an invitation link leads, with the role it shows.
    pub link: Option<(OrgId, Role)>,
    /// What changes, in words.
    pub said: Vec<String>,
    pub cautions: Vec<String>,
    /// The person is shut out: nothing is done.
    pub skipped: bool,
}

impl Step {
    pub fn changes(&self) -> bool {
        self.person.is_none() || !self.said.is_empty()
    }

    pub fn is_idle(&self) -> bool {
        self.skipped || (!self.changes() && self.link.is_none())
    }
}

/// Errors by column.
pub type Wrong = Vec<(Column, String)>;

/// # Errors
/// When the card would not do, or a new person would belong nowhere.
pub fn decide(
    draft: &Draft,
    known: Option<&Known>,
    places: &Places,
    order: &Order,
    now: Timestamp,
) -> Result<Step, Wrong> {
    match known {
        None => newcomer(draft, places),
        Some(known) if known.person.status == PersonStatus::Blocked => Ok(Step {
            person: Some(known.person.id),
            skipped: true,
            cautions: vec!["человек заблокирован: строка пропущена".into()],
            ..Step::default()
        }),
        Some(known) => acquaintance(draft, known, places, order, now),
    }
}

fn newcomer(draft: &Draft, places: &Places) -> Result<Step, Wrong> {
    let mut profile = Profile {
        surname: draft.surname.clone().unwrap_or_default(),
        given_name: draft.given_name.clone().unwrap_or_default(),
        patronymic: draft.patronymic.clone(),
        position: draft.position.clone(),
        about: None,
        subjects: draft.subjects.clone(),
        grades: draft.grades.clone(),
    };
    let mut wrong = check(&mut profile);
    let mut roles = draft.roles.clone();
    let Some(main) = draft.places().next().or_else(|| roles.first().map(|(_, scope)| *scope)) else {
        if !draft.unclear {
            wrong
                .push((Column::Organisation, "не заполнено: новый человек должен где-то работать или состоять".into()));
        }
        return Err(wrong);
    };
    if !wrong.is_empty() {
        return Err(wrong);
    }
    let teaches = |id: &OrgId| places.get(*id).is_some_and(|org| policy::fits(Role::Teacher, Some(org.kind)));
    if roles.is_empty()
        && let Some(work) = draft.work.first().copied().filter(teaches)
    {
        roles.push((Role::Teacher, work));
    }
    let full = [Some(&profile.surname), Some(&profile.given_name), profile.patronymic.as_ref()];
    let full: Vec<&str> = full.into_iter().flatten().map(String::as_str).collect();
    let org = places.get(main).map(|org| org.short_name.as_str()).unwrap_or_default();
    Ok(Step {
        profile: Some(profile.clone()),
        subjects_change: true,
        email: draft.email.clone(),
        join: draft.places().collect(),
        link: Some((main, shown_role(&roles, main, places))),
        said: vec![format!("новый человек: {} ({org})", full.join(" "))],
        roles,
        ..Step::default()
    })
}

/// The role a link shows: one held where it leads, else plain membership.
fn shown_role(roles: &[(Role, OrgId)], place: OrgId, places: &Places) -> Role {
    let there = roles.iter().find(|(_, scope)| *scope == place).map(|(role, _)| *role);
    let fits = |role: &Role| places.get(place).is_some_and(|org| policy::fits(*role, Some(org.kind)));
    there.filter(fits).unwrap_or(Role::Teacher)
}

fn acquaintance(draft: &Draft, known: &Known, places: &Places, order: &Order, now: Timestamp) -> Result<Step, Wrong> {
    let mut step = Step { person: Some(known.person.id), ..Step::default() };
    rewrite(&mut step, draft, known, order)?;
    for id in draft.places() {
        join(&mut step, known, id, places);
    }
    let today = facts::day(now, &known.person.time_zone);
    for (role, scope) in &draft.roles {
        give(&mut step, known, (*role, *scope), places, today);
    }
    let wanted = !known.has_login && (order.new_links || !known.has_link);
    if wanted && known.person.status == PersonStatus::Confirmed {
        step.link = lead(draft, known, places);
        if step.link.is_none() {
            step.cautions.push("ссылка не сделана: человек нигде не числится".into());
        }
    }
    Ok(step)
}

/// Where a link of somebody known leads.
fn lead(draft: &Draft, known: &Known, places: &Places) -> Option<(OrgId, Role)> {
    let member = known.memberships.iter().filter(|m| m.status == AffiliationStatus::Confirmed);
    let held: Vec<(Role, OrgId)> =
        known.grants.iter().filter(|g| g.revoked_at.is_none()).filter_map(|g| Some((g.role, g.scope_id?))).collect();
    let place =
        member.map(|m| m.organisation_id).next().or(draft.places().next()).or(held.first().map(|(_, id)| *id))?;
    let open = places.get(place)?.closed_at.is_none();
    open.then(|| (place, shown_role(&[held, draft.roles.clone()].concat(), place, places)))
}

/// The card: what the file says instead of what is written.
fn rewrite(step: &mut Step, draft: &Draft, known: &Known, order: &Order) -> Result<(), Wrong> {
    let row = &known.person;
    let mut card = Card { own: known.has_login && !order.overwrite, kept: Vec::new(), said: Vec::new() };
    let grades = people::grades(&row.grades);
    let names = |grades: &[i32]| grades.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
    let titles = |codes: &[String]| codes.iter().map(|c| vocabulary::subject_name(c)).collect::<Vec<_>>().join(", ");
    let mut subjects = known.subjects.clone();
    subjects.sort();
    let mut wanted = draft.subjects.clone();
    wanted.sort();
    let mut profile = Profile {
        surname: card.text(Column::Surname, draft.surname.as_ref(), Some(&row.surname)).unwrap_or_default(),
        given_name: card.text(Column::GivenName, draft.given_name.as_ref(), Some(&row.given_name)).unwrap_or_default(),
        patronymic: card.text(Column::Patronymic, draft.patronymic.as_ref(), row.patronymic.as_ref()),
        position: card.text(Column::Position, draft.position.as_ref(), row.position.as_ref()),
        about: row.about.clone(),
        subjects: card.list(Column::Subjects, wanted, subjects.clone(), &titles),
        grades: card.list(Column::Grades, draft.grades.clone(), grades, &names),
    };
    step.subjects_change = profile.subjects != subjects;
    if !card.said.is_empty() {
        let wrong = check(&mut profile);
        if !wrong.is_empty() {
            return Err(wrong);
        }
        step.profile = Some(profile);
    }
    // A proved address is the person's own; another is proved by following a letter.
    if row.email_confirmed_at.is_none()
        && let Some(email) = card.text(Column::Email, draft.email.as_ref(), row.email.as_ref())
    {
        step.email = (row.email.as_ref() != Some(&email)).then_some(email);
    }
    if !card.kept.is_empty() {
        let kept = card.kept.join(", ");
        step.cautions.push(format!("человек уже вошёл и ведёт карточку сам; оставлено как у него: {kept}"));
    }
    step.said.append(&mut card.said);
    Ok(())
}

/// The comparison of one card, field by field.
struct Card {
    /// The person has a login and minds the card.
    own: bool,
    kept: Vec<&'static str>,
    said: Vec<String>,
}

impl Card {
    fn text(&mut self, column: Column, wanted: Option<&String>, held: Option<&String>) -> Option<String> {
        match (wanted, held) {
            (Some(wanted), Some(held)) if wanted != held => {
                if self.keeps(column) {
                    return Some(held.clone());
                }
                self.said.push(format!("{}: «{held}» → «{wanted}»", column.title()));
                Some(wanted.clone())
            }
            (Some(wanted), None) => {
                self.said.push(format!("{}: «{wanted}»", column.title()));
                Some(wanted.clone())
            }
            (_, held) => held.cloned(),
        }
    }

    fn list<T: PartialEq>(
        &mut self,
        column: Column,
        wanted: Vec<T>,
        held: Vec<T>,
        shown: &dyn Fn(&[T]) -> String,
    ) -> Vec<T> {
        if wanted.is_empty() || wanted == held || (!held.is_empty() && self.keeps(column)) {
            return held;
        }
        self.said.push(format!("{}: «{}» → «{}»", column.title(), shown(&held), shown(&wanted)));
        wanted
    }

    fn keeps(&mut self, column: Column) -> bool {
        if self.own {
            self.kept.push(column.title());
        }
        self.own
    }
}

fn join(step: &mut Step, known: &Known, id: OrgId, places: &Places) {
    let name = places.get(id).map(|org| org.short_name.as_str()).unwrap_or_default();
    if left(known, id) {
        step.cautions.push(format!("«{name}»: человек там больше не числится, файл его не возвращает"));
        return;
    }
    let stands = |m: &&crate::entity::affiliation::Model| m.organisation_id == id && m.ended_at.is_none();
    let membership = known.memberships.iter().find(stands);
    if membership.is_none_or(|m| m.status != AffiliationStatus::Confirmed) {
        step.join.push(id);
        step.said.push(format!("состоит также в «{name}»"));
    }
}

/// Was a member, and is none now.
fn left(known: &Known, id: OrgId) -> bool {
    let mut there = known.memberships.iter().filter(|m| m.organisation_id == id).peekable();
    there.peek().is_some() && there.all(|m| m.ended_at.is_some())
}

fn give(step: &mut Step, known: &Known, given: (Role, OrgId), places: &Places, today: chrono::NaiveDate) {
    let (role, scope) = given;
    let name = vocabulary::role_name(role);
    let place = places.get(scope).map(|org| org.short_name.as_str()).unwrap_or_default();
    let held: Vec<_> = known.grants.iter().filter(|g| g.role == role && g.scope_id == Some(scope)).collect();
    if held.iter().any(|g| g.revoked_at.is_none() && g.until.is_none_or(|until| until >= today)) {
        return;
    }
    if !held.is_empty() || left(known, scope) {
        step.cautions.push(format!("роль «{name}» в «{place}» снята или истекла, файл её не возвращает"));
        return;
    }
    step.roles.push(given);
    step.said.push(format!("роль «{name}» в «{place}»"));
}

/// Errors of a card, by column and in words.
fn check(profile: &mut Profile) -> Wrong {
    let mut checks = Checks::default();
    profile.check(&mut checks);
    let Err(kernel::Error::Invalid(errors)) = checks.done() else { return Vec::new() };
    let column = |field: &str| match field.split('[').next().unwrap_or_default() {
        "surname" => Column::Surname,
        "given_name" => Column::GivenName,
        "patronymic" => Column::Patronymic,
        "position" => Column::Position,
        "subjects" => Column::Subjects,
        "grades" => Column::Grades,
        _ => Column::Key,
    };
    errors.into_iter().map(|error| (column(&error.field), said(error.code).to_owned())).collect()
}

fn said(code: &str) -> &'static str {
    match code {
        "required" => "не заполнено",
        "too_long" => "слишком длинно: сократите",
        "too_many" => "слишком много: оставьте не больше двенадцати",
        _ => "недопустимые знаки: в именах бывают буквы, пробел, дефис, точка и апостроф",
    }
}
