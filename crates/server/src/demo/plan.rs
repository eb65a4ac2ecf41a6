//! Puts every written topic and the small talk on one line of time, so that the network grows as a real one did.

use chrono::{NaiveTime, TimeDelta, TimeZone};
use chrono_tz::Asia::Yekaterinburg;
use kernel::Timestamp;

use super::{
    files::{Pool, Seed, SmallTalk, Space},
    parse::{Front, Post, Topic},
};

/// A topic of a space, and when it began.
pub struct Planned {
    pub space: String,
    /// Names the topic in idempotency keys.
    pub slug: String,
    pub topic: Topic,
    pub begins: Timestamp,
}

impl Planned {
    pub fn new(space: String, slug: String, topic: Topic, today: Timestamp) -> Self {
        let length: TimeDelta = topic.posts.iter().map(|p| p.after).sum();
        let time = NaiveTime::parse_from_str(&topic.front.time, "%H:%M").unwrap_or(NaiveTime::MIN);
        let day = today.with_timezone(&Yekaterinburg).date_naive() - TimeDelta::days(topic.front.days_ago);
        let local = Yekaterinburg.from_local_datetime(&day.and_time(time)).earliest();
        let begins = local.map_or(today, |t| t.to_utc());
        // A thread may not run into tomorrow: then it began earlier.
        let begins = begins.min(today - length - TimeDelta::minutes(5));
        Self { space, slug, topic, begins }
    }

    /// When post `index` (from 0) was written.
    pub fn at(&self, index: usize) -> Timestamp {
        self.begins + self.topic.posts.iter().take(index + 1).map(|p| p.after).sum::<TimeDelta>()
    }
}

/// Small talk: each seed is answered from the pools of its mood, by members of its space. The same files always give
/// the same talk.
pub fn small_talk(
    talk: SmallTalk,
    spaces: &[Space],
    writers: &dyn Fn(&str) -> Vec<String>,
    today: Timestamp,
) -> Vec<Planned> {
    let mut planned = Vec::new();
    let mut used = vec![0_usize; talk.replies.len()];
    for (index, seed) in talk.seeds.into_iter().enumerate() {
        if !spaces.iter().any(|s| s.key == seed.space) {
            continue;
        }
        let people: Vec<String> = writers(&seed.space).into_iter().filter(|w| *w != seed.author).collect();
        if people.is_empty() {
            continue;
        }
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15 ^ (index as u64 + 1));
        let topic = chat(&seed, &talk.replies, &mut used, &people, &mut dice);
        planned.push(Planned::new(seed.space.clone(), format!("small-{index}"), topic, today));
    }
    planned
}

fn chat(seed: &Seed, pools: &[Pool], used: &mut [usize], people: &[String], dice: &mut Dice) -> Topic {
    let fitting: Vec<usize> = (0..pools.len())
        .filter(|&i| {
            pools[i].mood == seed.mood
                && (pools[i].subject.is_none() || pools[i].subject == seed.subject)
                && !pools[i].texts.is_empty()
        })
        .collect();
    let mut posts = vec![Post { author: seed.author.clone(), text: seed.body.clone(), ..Post::default() }];
    let wanted = if fitting.is_empty() { 0 } else { 7 + dice.below(9) };
    let mut person = dice.below(people.len());
    for number in 0..wanted {
        let pool = fitting[dice.below(fitting.len())];
        // Each pool is dealt from in order, so that no text repeats until all were used.
        let text = pools[pool].texts[used[pool] % pools[pool].texts.len()].clone();
        used[pool] += 1;
        if posts.iter().any(|p| p.text == text) {
            continue;
        }
        person = (person + 1 + dice.below(people.len().max(2) - 1)) % people.len();
        let author = people[person].clone();
        let mut reactions = Vec::new();
        if dice.below(3) == 0 {
            let kind = ["useful", "thanks", "apply"][dice.below(3)];
            let fan = if number == 0 { seed.author.clone() } else { people[(person + 1) % people.len()].clone() };
            if fan != author {
                reactions.push((kind.to_owned(), vec![fan]));
            }
        }
        let minutes = i64::try_from(7 + dice.below(340)).unwrap_or(60);
        posts.push(Post { author, after: TimeDelta::minutes(minutes), text, reactions, ..Post::default() });
    }
    let front = Front {
        title: seed.title.clone(),
        kind: seed.kind.clone(),
        author: seed.author.clone(),
        section: seed.section.clone(),
        subject: seed.subject.clone(),
        grades: seed.grades.clone(),
        tags: seed.tags.clone(),
        skills: Vec::new(),
        days_ago: seed.days_ago,
        time: format!("{:02}:{:02}", 8 + dice.below(12), dice.below(60)),
        accepted: None,
        pinned: false,
        locked: false,
    };
    Topic { front, posts }
}

/// A small deterministic generator: demo data must not differ between two loads.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 11).unwrap_or(0) % n.max(1)
    }
}
