//! Which days a rule means: each day is asked, in the order of time.

use chrono::{Datelike, Days, NaiveDate, Weekday};

use super::{Freq, Rule};

/// Days of a rule from `first` to `last`.
pub fn of(rule: &Rule, first: NaiveDate, last: NaiveDate) -> Vec<NaiveDate> {
    // A position counts from the beginning of its period, which may lie before the first day.
    let from = begin(rule, first);
    let mut found = Vec::new();
    let mut period: Vec<NaiveDate> = Vec::new();
    let mut now = None;
    let mut day = from;
    while day <= last {
        let key = number(rule, first, day);
        if now != Some(key) {
            close(rule, &mut period, &mut found);
            now = Some(key);
        }
        if key >= 0 && key % rule.interval == 0 && means(rule, first, day) {
            period.push(day);
        }
        let Some(next) = day.checked_add_days(Days::new(1)) else { break };
        day = next;
    }
    close(rule, &mut period, &mut found);
    found.retain(|day| (first..=last).contains(day));
    found
}

/// The days of one period go out, or those of them whose position was asked for.
fn close(rule: &Rule, period: &mut Vec<NaiveDate>, found: &mut Vec<NaiveDate>) {
    if rule.by_set_pos.is_empty() {
        found.append(period);
        return;
    }
    let size = i32::try_from(period.len()).unwrap_or(i32::MAX);
    for (at, day) in (1..).zip(period.drain(..)) {
        if rule.by_set_pos.iter().any(|pos| *pos == at || *pos == at - size - 1) {
            found.push(day);
        }
    }
}

fn begin(rule: &Rule, first: NaiveDate) -> NaiveDate {
    match rule.freq {
        Freq::Daily => first,
        Freq::Weekly => first.week(rule.week_start).first_day(),
        Freq::Monthly => first.with_day(1).unwrap_or(first),
        Freq::Yearly => first.with_ordinal(1).unwrap_or(first),
    }
}

/// The number of the period a day lies in, counted from that of the first day.
fn number(rule: &Rule, first: NaiveDate, day: NaiveDate) -> i64 {
    match rule.freq {
        Freq::Daily => (day - first).num_days(),
        Freq::Weekly => {
            let start = |day: NaiveDate| day.week(rule.week_start).first_day();
            (start(day) - start(first)).num_days() / 7
        }
        Freq::Monthly => {
            i64::from(day.year() - first.year()) * 12 + i64::from(day.month0()) - i64::from(first.month0())
        }
        Freq::Yearly => i64::from(day.year() - first.year()),
    }
}

fn means(rule: &Rule, first: NaiveDate, day: NaiveDate) -> bool {
    let by_month = rule.by_month.is_empty() || rule.by_month.contains(&day.month());
    let by_month_day = rule.by_month_day.is_empty() || rule.by_month_day.iter().any(|no| counted(*no, day));
    let by_day = rule.by_day.is_empty() || rule.by_day.iter().any(|(no, weekday)| nth(rule, *no, *weekday, day));
    by_month && by_month_day && by_day && unsaid(rule, first, day)
}

/// What the rule leaves unsaid is taken from the first day.
fn unsaid(rule: &Rule, first: NaiveDate, day: NaiveDate) -> bool {
    let chosen = !rule.by_day.is_empty() || !rule.by_month_day.is_empty();
    match rule.freq {
        Freq::Daily => true,
        Freq::Weekly => !rule.by_day.is_empty() || day.weekday() == first.weekday(),
        Freq::Monthly => chosen || day.day() == first.day(),
        Freq::Yearly => {
            chosen || day.day() == first.day() && (!rule.by_month.is_empty() || day.month() == first.month())
        }
    }
}

/// The day with this number in its month, or from its end.
fn counted(no: i32, day: NaiveDate) -> bool {
    let (at, length) = (small(day.day()), small(u32::from(day.num_days_in_month())));
    at == no || at - length - 1 == no
}

/// This weekday, or the one with this number in the month or the year.
fn nth(rule: &Rule, no: i32, weekday: Weekday, day: NaiveDate) -> bool {
    if day.weekday() != weekday {
        return false;
    }
    if no == 0 {
        return true;
    }
    let year = rule.freq == Freq::Yearly && rule.by_month.is_empty();
    let (at, length) = if year {
        (small(day.ordinal()), if day.leap_year() { 366 } else { 365 })
    } else {
        (small(day.day()), small(u32::from(day.num_days_in_month())))
    };
    if no > 0 { (at - 1) / 7 + 1 == no } else { (length - at) / 7 + 1 == -no }
}

fn small(number: u32) -> i32 {
    i32::try_from(number).unwrap_or(i32::MAX)
}
