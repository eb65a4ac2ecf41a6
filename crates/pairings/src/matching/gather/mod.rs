//! Reads a territory into a problem: needs that are open, offers that stand, what is known of the schools, what people
//! have said. Names nobody but schools.

mod edges;
mod ground;

use std::collections::BTreeMap;

use accounts::entity::organisation;
use kernel::{Error, OrgId, Result};
use platform::App;

use super::{
    plane,
    problem::{FORMULA, Problem, School, Weights},
};
use crate::{
    kinds::MatchMode,
    schools::{
        access,
        likes::{self, Landscape, VARIABLES},
    },
};
use ground::Ground;

/// More at once nobody solves.
const MOST: usize = 5_000;

/// What a run is asked for.
#[derive(Clone, Copy, Debug)]
pub struct Asked {
    pub year: i32,
    pub mode: MatchMode,
    pub weights: Weights,
}

/// Reads it as it is at one moment. Heavy thinking is left to [`place`].
///
/// # Errors
/// `Invalid` when there are too many needs.
pub async fn problem(app: &App, territory: &organisation::Model, asked: Asked) -> Result<(Problem, Landscape)> {
    let today = accounts::facts::day(app.now(), &territory.time_zone);
    let db = app.db().snapshot().await?;
    let mut ground = ground::read(&db, territory.id, asked.year, today).await?;
    let region = access::region(&db, territory.id).await?;
    let landscape = likes::landscape(&db, region, asked.year).await?;
    db.commit().await?;
    if ground.needs.len() > MOST {
        return Err(Error::invalid("territory", "too_many"));
    }
    // Others are asked once the snapshot has given its connection back.
    ground.shown = ground.shown(app).await?;
    let (needs, mentors, edges, fixed) = edges::build(&ground, &landscape, &asked.weights);
    let problem = Problem {
        formula: FORMULA,
        year: asked.year,
        mode: asked.mode,
        weights: asked.weights,
        variables: VARIABLES.iter().map(|variable| variable.title().to_owned()).collect(),
        schools: schools(&ground, &landscape),
        needs,
        mentors,
        edges,
        fixed,
    };
    Ok((problem.canonical(), landscape))
}

/// Schools of the territory with what is known of them, rounded.
fn schools(ground: &Ground, landscape: &Landscape) -> Vec<School> {
    let school = |(id, row): (&OrgId, &organisation::Model)| School {
        id: *id,
        name: row.short_name.clone(),
        values: landscape.facts(*id).map_or_else(Vec::new, |facts| {
            let known = facts.measures.iter().enumerate();
            known.filter_map(|(number, measure)| Some((number, (*measure)?.value.words(false)))).collect()
        }),
        place: None,
    };
    ground.schools.iter().map(school).collect()
}

/// Gives the schools of a problem their places on the picture.
pub fn place(problem: &mut Problem, landscape: &Landscape) {
    let known: Vec<usize> =
        (0..problem.schools.len()).filter(|&at| landscape.facts(problem.schools[at].id).is_some()).collect();
    let id = |at: usize| problem.schools[known[at]].id;
    let places = plane::places(known.len(), &|i, j| landscape.distance(id(i), id(j)));
    let places: BTreeMap<usize, (i32, i32)> = known.iter().copied().zip(places).collect();
    for (at, school) in problem.schools.iter_mut().enumerate() {
        school.place = places.get(&at).copied();
    }
}
