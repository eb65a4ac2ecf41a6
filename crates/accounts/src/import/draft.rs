//! What a row says about a person, before it is compared with what is known. An empty cell says nothing.

use kernel::{OrgId, OrgKind, Role};

use super::{columns::Column, grades, places::Places, record::Record, remark::Report, spelling, vocabulary};
use crate::{credentials, entity::organisation, policy};

const MOST_PLACES: usize = 12;

#[derive(Clone, Debug)]
pub struct Draft {
    pub row: u32,
    pub key: String,
    pub surname: Option<String>,
    pub given_name: Option<String>,
    pub patronymic: Option<String>,
    pub position: Option<String>,
    pub subjects: Vec<String>,
    pub grades: Vec<i32>,
    /// Where the person works, the main place first.
    pub work: Vec<OrgId>,
    pub associations: Vec<OrgId>,
    pub roles: Vec<(Role, OrgId)>,
    pub email: Option<String>,
    /// An organisation was named, but not so that it could be found: that is said, and enough.
    pub unclear: bool,
}

impl Draft {
    pub fn read(record: &Record<'_>, places: &mut Places, report: &mut Report) -> Self {
        let [surname, given_name, patronymic] = name(record, report);
        let before = report.errors.count;
        let work = organisations(record, Column::Organisation, places, report);
        let associations = organisations(record, Column::Associations, places, report);
        let unclear = report.errors.count > before;
        Self {
            row: record.number(),
            key: record.key.clone(),
            surname,
            given_name,
            patronymic,
            position: record.text(Column::Position, report),
            subjects: subjects(record, report),
            grades: grades(record, report),
            roles: if unclear { Vec::new() } else { roles(record, &work, &associations, places, report) },
            work: work.into_iter().filter(|id| places.get(*id).is_some_and(|p| policy::has_members(p.kind))).collect(),
            associations,
            email: email(record, report),
            unclear,
        }
    }

    /// Where the person is a member, the main place first.
    pub fn places(&self) -> impl Iterator<Item = OrgId> {
        self.work.iter().chain(&self.associations).copied()
    }
}

/// Surname, given name, patronymic: of their own columns, or of one.
fn name(record: &Record<'_>, report: &mut Report) -> [Option<String>; 3] {
    let columns = [Column::Surname, Column::GivenName, Column::Patronymic];
    let mut name = columns.map(|column| record.text(column, report));
    if name[0].is_none()
        && name[1].is_none()
        && let Some(whole) = record.text(Column::FullName, report)
    {
        let mut words = whole.split(' ');
        name = [words.next().map(str::to_owned), words.next().map(str::to_owned), None];
        let rest = words.collect::<Vec<_>>().join(" ");
        name[2] = (!rest.is_empty()).then_some(rest);
    }
    for (part, column) in name.iter_mut().zip(columns) {
        let Some(text) = part else { continue };
        if spelling::has_latin(text) && !spelling::is_mixed(text) {
            report.warn(record.number(), column, format!("«{text}» написано латинскими буквами: проверьте"));
        }
        if let Some(lowered) = spelling::lowered(text) {
            report.warn(record.number(), column, format!("«{text}» записано как «{lowered}»"));
            *text = lowered;
        }
    }
    name
}

fn subjects(record: &Record<'_>, report: &mut Report) -> Vec<String> {
    let mut codes: Vec<String> = Vec::new();
    for part in record.parts(Column::Subjects, report) {
        // A name may hold a comma of its own; only unknown ones are taken apart.
        let names: Vec<&str> =
            if vocabulary::subjects(&part).is_some() { vec![&part] } else { part.split([',', '/', '+']).collect() };
        for name in names.into_iter().map(str::trim).filter(|name| !name.is_empty()) {
            match vocabulary::subjects(name) {
                Some(found) => codes.extend(found.into_iter().map(str::to_owned)),
                None => report.error(record.number(), Column::Subjects, unknown_subject(name)),
            }
        }
    }
    let mut seen = std::collections::HashSet::new();
    codes.retain(|code| seen.insert(code.clone()));
    codes
}

fn unknown_subject(name: &str) -> String {
    if spelling::folded(name).starts_with("иностранн") {
        return format!("«{name}»: напишите, какой именно язык: английский, немецкий, французский");
    }
    format!("нет предмета «{name}»: исправьте или уберите. Понимаем: {}", vocabulary::subject_names())
}

fn grades(record: &Record<'_>, report: &mut Report) -> Vec<i32> {
    let Some(cell) = record.cell(Column::Grades, report) else { return Vec::new() };
    match grades::read(cell) {
        Ok(read) => {
            if let Some(guessed) = read.guessed {
                report.warn(record.number(), Column::Grades, guessed);
            }
            read.grades
        }
        Err(wrong) => {
            report.error(record.number(), Column::Grades, wrong);
            Vec::new()
        }
    }
}

fn organisations(record: &Record<'_>, column: Column, places: &mut Places, report: &mut Report) -> Vec<OrgId> {
    let association = column == Column::Associations;
    let mut found = Vec::new();
    let mut take = |answer: Result<OrgId, String>, report: &mut Report| match answer {
        Ok(id) if found.contains(&id) => {}
        Ok(id) => found.push(id),
        Err(wrong) => report.error(record.number(), column, wrong),
    };
    for part in record.parts(column, report) {
        match places.find(&part, association) {
            Ok(id) => take(Ok(id), report),
            // Lists of keys are often parted by commas; names hold commas of their own.
            Err(_) if part.contains(',') && part.split(',').all(|p| places.find(p.trim(), association).is_ok()) => {
                part.split(',').for_each(|p| take(places.find(p.trim(), association), report));
            }
            Err(wrong) => take(Err(wrong), report),
        }
    }
    if found.len() > MOST_PLACES {
        report.error(record.number(), column, format!("больше {MOST_PLACES} названий: оставьте главные"));
        found.truncate(MOST_PLACES);
    }
    found
}

/// Roles with the organisations they are held in.
fn roles(
    record: &Record<'_>,
    work: &[OrgId],
    associations: &[OrgId],
    places: &mut Places,
    report: &mut Report,
) -> Vec<(Role, OrgId)> {
    let mut found = Vec::new();
    for part in record.parts(Column::Role, report) {
        let split = if part.contains(':') { vec![part.as_str()] } else { part.split(',').collect() };
        for item in split.into_iter().map(str::trim).filter(|item| !item.is_empty()) {
            match role(item, work, associations, places) {
                Ok(role) if found.contains(&role) => {}
                Ok(role) => found.push(role),
                Err(wrong) => report.error(record.number(), Column::Role, wrong),
            }
        }
    }
    found
}

fn role(item: &str, work: &[OrgId], associations: &[OrgId], places: &mut Places) -> Result<(Role, OrgId), String> {
    let (name, scope) = item.split_once(':').map_or((item, None), |(name, scope)| (name, Some(scope.trim())));
    let role = vocabulary::role(name)
        .ok_or_else(|| format!("нет роли «{}»: учитель, директор, заместитель директора, руководитель объединения, методист и другие, см. образец", name.trim()))?;
    if role == Role::Administrator {
        return Err("администратора сети назначают в приложении, не файлом".into());
    }
    let fits = |org: &&organisation::Model| policy::fits(role, Some(org.kind));
    if let Some(scope) = scope {
        let id = places.find(scope, role == Role::AssociationLeader)?;
        let org = places.get(id).filter(fits);
        return match org {
            Some(org) => Ok((role, org.id)),
            None => Err(format!("роль «{}» не бывает в «{scope}»", vocabulary::role_name(role))),
        };
    }
    if role == Role::AssociationLeader {
        return match associations {
            [one] => Ok((role, *one)),
            [] => Err("каким объединением руководит человек? Впишите его в столбец «объединения»".into()),
            _ => Err("объединений несколько: укажите, которым руководит: «руководитель объединения: ключ»".into()),
        };
    }
    let nearest = work.iter().find_map(|place| places.line(*place).into_iter().find(fits));
    nearest.map(|org| (role, org.id)).ok_or_else(|| nowhere(role, work.is_empty()))
}

fn nowhere(role: Role, no_work: bool) -> String {
    let name = vocabulary::role_name(role);
    if no_work {
        return format!("где действует роль «{name}»? Впишите организацию или «{name}: ключ»");
    }
    let kinds = [OrgKind::School, OrgKind::Municipality, OrgKind::Region, OrgKind::Centre, OrgKind::Unit];
    let kinds: Vec<_> = kinds.into_iter().filter(|k| policy::fits(role, Some(*k))).map(vocabulary::kind_name).collect();
    format!("роль «{name}» не подходит к месту работы; она бывает здесь: {}. Укажите: «{name}: ключ»", kinds.join(", "))
}

fn email(record: &Record<'_>, report: &mut Report) -> Option<String> {
    let text = record.plain(Column::Email, report)?;
    let email = credentials::normalise(text.trim_start_matches("mailto:").trim_end_matches([',', ';', '.']));
    let mut checks = kernel::error::Checks::default();
    credentials::check_email(&mut checks, &email, "email");
    if checks.done().is_ok() {
        return Some(email);
    }
    let digits = email.chars().filter(char::is_ascii_digit).count();
    let why = if !email.contains('@') && digits >= 6 {
        "похоже на телефон"
    } else if spelling::is_mixed(&email) {
        "в адресе смешаны русские и латинские буквы"
    } else if email.contains([' ', ',', ';']) {
        "здесь больше одного адреса"
    } else {
        "это не адрес почты"
    };
    report.error(record.number(), Column::Email, format!("«{text}»: {why}. Исправьте или оставьте пустым"));
    None
}
