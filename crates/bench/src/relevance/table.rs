//! Scores by class, one row per system; all queries, and the two halves of them.

use super::set::{Answers, Query, ndcg};

/// Half of the queries was looked at while search was tuned, the other was not. Which, says the text of the query.
fn is_held_out(query: &Query) -> bool {
    let hash = query
        .text
        .bytes()
        .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    (hash >> 32) % 2 == 1
}

type Row<'a> = (&'a str, &'a Answers);

pub fn print(rows: &[Row<'_>], queries: &[Query]) {
    part("all", rows, queries, |_| true);
    part("tuning half", rows, queries, |q| !is_held_out(q));
    part("held-out half", rows, queries, is_held_out);
}

fn part(name: &str, rows: &[Row<'_>], queries: &[Query], takes: impl Fn(&Query) -> bool) {
    let mut classes: Vec<&str> = queries.iter().map(|q| q.class.as_str()).filter(|c| *c != "none").collect();
    classes.sort_unstable();
    classes.dedup();
    println!("\nnDCG@10, {name}: {} queries", queries.iter().filter(|q| takes(q)).count());
    print!("{:<20}", "");
    classes.iter().for_each(|c| print!("{:>8}", c.chars().take(7).collect::<String>()));
    println!("{:>8}{:>7}{:>8}{:>7}", "ALL", "s@1", "empty", "none");
    for (name, answers) in rows {
        let mine: Vec<_> = queries.iter().zip(answers.iter()).filter(|(q, _)| takes(q)).collect();
        row(name, &classes, &mine);
    }
}

fn row(name: &str, classes: &[&str], answers: &[(&Query, &(Vec<usize>, bool))]) {
    print!("{name:<20}");
    let judged = || answers.iter().filter(|(q, _)| q.class != "none");
    for class in classes {
        let scores: Vec<f64> = judged().filter(|(q, _)| q.class == *class).map(|(q, a)| ndcg(&a.0, &q.gains)).collect();
        print!("{:>8.3}", scores.iter().sum::<f64>() / scores.len() as f64);
    }
    let count = judged().count() as f64;
    let all: f64 = judged().map(|(q, a)| ndcg(&a.0, &q.gains)).sum::<f64>() / count;
    let best = |q: &Query| q.gains.values().copied().max().unwrap_or(0);
    let first = judged().filter(|(q, a)| a.0.first().is_some_and(|at| q.gains.get(at) == Some(&best(q)))).count();
    let empty = judged().filter(|(_, a)| a.0.is_empty()).count();
    let none: Vec<bool> =
        answers.iter().filter(|(q, _)| q.class == "none").map(|(_, a)| a.1 && !a.0.is_empty()).collect();
    let flagged = none.iter().filter(|claims| !**claims).count();
    println!(
        "{all:>8.3}{:>7.3}{:>7.1}%{:>7}",
        first as f64 / count,
        100.0 * empty as f64 / count,
        format!("{flagged}/{}", none.len())
    );
}
