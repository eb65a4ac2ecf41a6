//! Why, in words: every sentence is made of what the problem and its answer hold, so a stored run explains itself again
//! in the same words.

use kernel::OrgId;

use super::{
    problem::{Edge, Problem, Theme},
    solve::{Loss, Pair},
    words::{after_number, joined, ordinal, quoted},
};
use crate::{
    codes,
    kinds::{DecisionKind, MatchMode, Term},
};

/// Skills that are named.
const NAMED: usize = 3;
/// Schools that are named beside a reason.
const SCHOOLS: usize = 4;

/// What help is about, as it stands in a sentence.
pub fn theme(theme: &Theme) -> String {
    codes::theme(theme.kind, &theme.code).to_owned()
}

/// The sentences of a pair.
pub fn pair(problem: &Problem, edge: &Edge, pair: &Pair) -> Vec<String> {
    let mut said = proposal(problem, edge, pair);
    said.push(conditions(problem, edge));
    said.extend(weakness(problem, edge));
    said.push(experience(problem, edge));
    said.push(road(edge));
    said.extend(wishes(edge));
    said
}

/// Those of them that tell nothing of results, conditions and wishes.
pub fn outline(problem: &Problem, edge: &Edge, pair: &Pair) -> Vec<String> {
    let mut said = proposal(problem, edge, pair);
    said.push(experience(problem, edge));
    said.push(road(edge));
    said
}

fn proposal(problem: &Problem, edge: &Edge, pair: &Pair) -> Vec<String> {
    let mut said = vec![format!(
        "{} предлагается в наставники школе {}, тема: {}. Балл пары: {} из 1000.",
        quoted(problem.name(pair.mentor)),
        quoted(problem.name(pair.school)),
        theme(&problem.needs[edge.need].theme),
        pair.score,
    )];
    match pair.fixed {
        Some(DecisionKind::Pin) => said.push("Пару закрепил координатор: остальные подобраны после неё.".into()),
        Some(_) => said.push("Пара уже предложена школам: остальные подобраны после неё.".into()),
        None => {}
    }
    said
}

/// Why no other mentor, and what forbidding the pair would cost.
pub fn against(problem: &Problem, pair: &Pair) -> Vec<String> {
    next(problem, pair).into_iter().chain(price(pair)).collect()
}

fn conditions(problem: &Problem, edge: &Edge) -> String {
    let Some(alike) = &edge.alike else {
        return "Условия сравнить нельзя: о школах недостаточно данных.".into();
    };
    let named = |numbers: &[usize]| {
        let told = numbers.iter().filter_map(|&variable| compared(problem, edge, variable));
        joined(&told.collect::<Vec<_>>(), "; ")
    };
    let likeness = edge.parts.context.unwrap_or(0);
    let begin =
        if likeness >= 300 { "Условия сопоставимы" } else { "Условия различаются" };
    let mut text = format!("{begin}: {} из {} по близости условий", ordinal(alike.rank), alike.of);
    let (near, far) = (named(&alike.near), named(&alike.far));
    if !near.is_empty() {
        text.push_str(&format!("; ближе всего: {near}"));
    }
    if !far.is_empty() {
        text.push_str(&format!("; больше всего различаются: {far}"));
    }
    text + "."
}

/// «дети из неполных семей (30 % и 30 %)»: of the school that is helped, then of the mentor.
fn compared(problem: &Problem, edge: &Edge, variable: usize) -> Option<String> {
    let value = |school: OrgId| {
        let values = &problem.school(school)?.values;
        values.iter().find(|(number, _)| *number == variable).map(|(_, value)| value.as_str())
    };
    let ours = value(problem.needs[edge.need].school)?;
    let theirs = value(problem.mentors[edge.mentor].school)?;
    let name = problem.variables.get(variable)?;
    let mut letters = name.chars();
    let name = letters.next().map(|first| first.to_lowercase().chain(letters).collect::<String>())?;
    if ours == theirs {
        Some(format!("{name} (у обеих {ours})"))
    } else {
        Some(format!("{name} ({ours} и {theirs})"))
    }
}

fn weakness(problem: &Problem, edge: &Edge) -> Vec<String> {
    let mut said = Vec::new();
    let need = &problem.needs[edge.need];
    let Some(chair) = problem.chair(edge) else { return said };
    let mut gaps: Vec<(i64, String)> = Vec::new();
    let mut unknown = Vec::new();
    for skill in &need.skills {
        let theirs = chair.skills.iter().find(|(id, _)| *id == skill.id).map(|(_, done)| *done);
        match (skill.done, theirs) {
            (Some(ours), Some(theirs)) => {
                gaps.push((
                    theirs - ours,
                    format!("{}, {ours} % выполнения против {theirs} % у наставника", skill.short),
                ));
            }
            (Some(ours), None) => {
                unknown.push(format!("{}, {ours} % выполнения, у наставника не измерено", skill.short))
            }
            (None, _) => unknown.push(format!("{}, доля выполнения не указана", skill.short)),
        }
    }
    gaps.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
    let told: Vec<String> = gaps.into_iter().map(|(_, text)| text).chain(unknown).take(NAMED).collect();
    match told.len() {
        0 => {}
        1 => said.push(format!("Слабое место: {}.", joined(&told, "; "))),
        _ => said.push(format!("Слабые места: {}.", joined(&told, "; "))),
    }
    let sharp = format!("Острота потребности {} из 100", need.strength);
    said.push(match chair.strength {
        Some(strength) => format!("{sharp}, сила наставника в этой теме {strength} из 100."),
        None if edge.unproven.contains(&Term::Complementarity) => {
            format!("{sharp}. Сила наставника в этой теме не измерена, а у других измерена, поэтому не засчитана.")
        }
        None => format!("{sharp}, сила наставника в этой теме отдельно не измерена."),
    });
    said
}

fn experience(problem: &Problem, edge: &Edge) -> String {
    let need = &problem.needs[edge.need];
    if need.skills.is_empty() {
        return "Умения не названы, поэтому опыт наставника не учтён.".into();
    }
    let shown = problem.mentors[edge.mentor].shown.iter();
    let shown = shown.filter(|shown| need.skills.iter().any(|skill| skill.id == shown.skill));
    let (practices, events) = shown.fold((0, 0), |(p, e), shown| (p + shown.practices, e + shown.events));
    let practices_said =
        after_number(practices, ["опубликованная практика", "опубликованные практики", "опубликованных практик"]);
    let events_said = after_number(events, ["проведённое событие", "проведённых события", "проведённых событий"]);
    match (practices, events) {
        (0, 0) => "Опыт: практик и событий по этим умениям у наставника пока нет.".into(),
        (_, 0) => format!("Опыт по этим умениям: {practices_said}."),
        (0, _) => format!("Опыт по этим умениям: {events_said}."),
        _ => format!("Опыт по этим умениям: {practices_said} и {events_said}."),
    }
}

fn road(edge: &Edge) -> String {
    let online = if edge.online { ", возможна работа дистанционно" } else { "" };
    match (edge.neighbours, edge.minutes) {
        (true, Some(minutes)) => format!("Школы одного района, дорога около {minutes} мин{online}."),
        (true, None) => format!("Школы одного района{online}."),
        (false, Some(minutes)) => format!("Школы разных районов, дорога около {minutes} мин{online}."),
        (false, None) if edge.online => "Школы разных районов, дорога не известна, работа дистанционная.".into(),
        (false, None) => "Школы разных районов, дорога не известна и потому не засчитана.".into(),
    }
}

fn wishes(edge: &Edge) -> Vec<String> {
    let mut said = Vec::new();
    if let Some(rank) = edge.wished {
        said.push(format!("Школа, которой помогают, назвала этого наставника: {rank}-е место в её пожеланиях."));
    }
    if let Some(rank) = edge.wishes {
        said.push(format!("Наставник назвал эту школу: {rank}-е место в его пожеланиях."));
    }
    if edge.completed > 0 {
        let pairs = after_number(edge.completed, ["общую пару", "общие пары", "общих пар"]);
        said.push(format!("Эти школы уже довели до конца {pairs}."));
    }
    said
}

fn next(problem: &Problem, pair: &Pair) -> Option<String> {
    if pair.fixed.is_some() {
        return None;
    }
    let Some(other) = &pair.runner_up else {
        return Some("Других подходящих наставников нет.".into());
    };
    let (name, score) = (quoted(problem.name(other.mentor)), other.score);
    Some(match other.loss {
        None if problem.mode == MatchMode::Stable => {
            format!("Следующий по баллу {name} ({score}); пара выбрана по взаимным предпочтениям школ.")
        }
        None => format!("Почему не {name} (балл {score}): у этой школы все места заняты."),
        Some(loss) if loss.covered > 0 => {
            format!("Почему не {name} (балл {score}): тогда хуже были бы закрыты потребности других школ.")
        }
        Some(loss) if score > pair.score => format!(
            "Почему не {name}, балл которой выше ({score}): её места заняты парами, потеря которых больше (−{}).",
            loss.score
        ),
        Some(loss) => format!("Следующий по баллу {name} ({score}): с ним общий результат ниже на {}.", loss.score),
    })
}

fn price(pair: &Pair) -> Option<String> {
    let loss = pair.forbidding?;
    Some(if loss.covered > 0 {
        "Если запретить эту пару, закрыть удастся меньше потребностей или менее срочные.".into()
    } else if loss.score > 0 {
        format!("Если запретить эту пару, общий результат снизится на {}.", loss.score)
    } else {
        "Если запретить эту пару, общий результат не изменится: есть замена с тем же итогом.".into()
    })
}

/// Why nobody was found.
pub fn uncovered(problem: &Problem, at: usize, best: Option<&Edge>, price: Option<Loss>) -> Vec<String> {
    let need = &problem.needs[at];
    let mut said = Vec::new();
    match (best, price) {
        (None, _) if need.bars.is_empty() => {
            said.push(format!("Никто на территории не предлагает помощь по теме «{}».", theme(&need.theme)));
        }
        (None, _) => said.push("Ни одна из школ, предлагающих помощь по этой теме, не подходит.".into()),
        (Some(edge), Some(_)) => said.push(format!(
            "Подходит {}{}, но места нужнее другим: отдать место этой потребности значит оставить без помощи другую, не \
             менее срочную.",
            quoted(problem.name(problem.mentors[edge.mentor].school)),
            match others(problem, at) {
                0 => String::new(),
                others => format!(" и ещё {}", after_number(others, ["школа", "школы", "школ"])),
            },
        )),
        (Some(edge), None) if problem.mode == MatchMode::Stable => said.push(format!(
            "Подходит {}, но наставники по этой теме предпочли другие школы.",
            quoted(problem.name(problem.mentors[edge.mentor].school)),
        )),
        (Some(edge), None) => said.push(format!(
            "Подходит {}, но все места по этой теме заняты.",
            quoted(problem.name(problem.mentors[edge.mentor].school)),
        )),
    }
    for bar in &need.bars {
        let named: Vec<String> = bar.mentors.iter().take(SCHOOLS).map(|id| quoted(problem.name(*id))).collect();
        let more = bar.mentors.len().saturating_sub(SCHOOLS);
        let more = if more > 0 { format!(" и ещё {more}") } else { String::new() };
        said.push(format!("{}{more}: {}.", joined(&named, ", "), bar.why.russian()));
    }
    said
}

fn others(problem: &Problem, at: usize) -> i64 {
    i64::try_from(problem.row(at).len()).unwrap_or(1) - 1
}
