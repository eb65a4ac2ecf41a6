//! Minimum-cost flow by successive shortest paths with potentials.
//!
//! Needs send one unit each: over a seat (a mentor in one theme, so many specialists) to the mentor (so many pairs, each
//! next one dearer) and out; or straight out, which costs what it costs to leave a need without help. So every unit
//! finds a way, and each stage is of least cost for the needs that came so far. Whole numbers only.
//!
//! What makes it quick: the search ends when the way out is reached, nothing is looked at that is farther than the best
//! way out known so far, a need that is helped keeps one arc of its row, and a mentor is one node however many help asks
//! of it.

use std::{cmp::Reverse, collections::BinaryHeap};

/// A mentor in one theme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    pub mentor: usize,
    /// Pairs it may yet take in this theme.
    pub room: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Pairs it may yet take in all themes.
    pub room: usize,
    /// Pairs it has already: what comes on top costs more.
    pub load: i64,
}

/// What is to be solved, by number. `rows[need]` are its arcs: seat and cost, seats ascending.
#[derive(Clone, Debug, Default)]
pub struct Network {
    pub rows: Vec<Vec<(usize, i64)>>,
    /// What it costs to leave each need without help.
    pub alone: Vec<i64>,
    pub seats: Vec<Seat>,
    pub mentors: Vec<Place>,
    /// What each further pair of a mentor costs more than the one before.
    pub step: i64,
}

const FAR: i64 = i64::MAX;
const NOWHERE: usize = usize::MAX;

/// A network with the cheapest flow of all needs in it.
pub struct Flow<'a> {
    net: &'a Network,
    /// Where each need went: the seat, and what that costs; nothing: it stays alone.
    taken: Vec<Option<(usize, i64)>>,
    held: Vec<Vec<usize>>,
    load: Vec<usize>,
    seats_of: Vec<Vec<usize>>,
    /// Needs, seats, mentors, the way out.
    potential: Vec<i64>,
    /// Needs that have sent their unit.
    sent: usize,
    dist: Vec<i64>,
    /// Of seats: how far they are in true costs.
    reached: Vec<i64>,
    /// Of mentors that a need leads to: over which seat.
    over: Vec<usize>,
    via: Vec<usize>,
    done: Vec<bool>,
    seen: Vec<usize>,
    /// Nodes to go on from: as far as `now`, and farther.
    near: Vec<usize>,
    now: i64,
    heap: BinaryHeap<Reverse<(i64, usize)>>,
}

/// Solves it. The same network gives the same flow, byte for byte.
pub fn solve(net: &Network) -> Flow<'_> {
    let mut flow = Flow::empty(net);
    for need in 0..net.rows.len() {
        flow.send(need);
    }
    flow
}

impl<'a> Flow<'a> {
    fn empty(net: &'a Network) -> Self {
        let nodes = net.rows.len() + net.seats.len() + net.mentors.len() + 1;
        let mut seats_of = vec![Vec::new(); net.mentors.len()];
        for (index, seat) in net.seats.iter().enumerate() {
            seats_of[seat.mentor].push(index);
        }
        Self {
            net,
            taken: vec![None; net.rows.len()],
            held: vec![Vec::new(); net.seats.len()],
            load: vec![0; net.mentors.len()],
            seats_of,
            potential: vec![0; nodes],
            sent: 0,
            dist: vec![FAR; nodes],
            reached: vec![FAR; net.seats.len()],
            over: vec![NOWHERE; net.mentors.len()],
            via: vec![NOWHERE; nodes],
            done: vec![false; nodes],
            seen: Vec::new(),
            near: Vec::new(),
            now: 0,
            heap: BinaryHeap::new(),
        }
    }

    fn seat_node(&self, seat: usize) -> usize {
        self.net.rows.len() + seat
    }

    fn mentor_node(&self, mentor: usize) -> usize {
        self.net.rows.len() + self.net.seats.len() + mentor
    }

    fn out(&self) -> usize {
        self.potential.len() - 1
    }

    /// The seat of each need; nothing: it stays alone.
    pub fn seat(&self, need: usize) -> Option<usize> {
        self.taken[need].map(|(seat, _)| seat)
    }

    /// What all of it costs.
    pub fn cost(&self) -> i64 {
        let ways: i64 =
            (0..self.sent).map(|need| self.taken[need].map_or(self.net.alone[need], |(_, cost)| cost)).sum();
        let loads = self.load.iter().zip(&self.net.mentors);
        ways + loads.map(|(&load, place)| (0..load).map(|pairs| self.step(place, pairs)).sum::<i64>()).sum::<i64>()
    }

    fn step(&self, place: &Place, pairs: usize) -> i64 {
        self.net.step.saturating_mul(place.load.saturating_add(i64::try_from(pairs).unwrap_or(i64::MAX)))
    }

    fn send(&mut self, need: usize) {
        let out = self.out();
        // Nothing leads to a need that has not sent yet, so its potential is free: no arc of its row may be negative.
        let row = self.net.rows[need].iter();
        let open =
            row.filter(|&&(seat, _)| self.open(seat)).map(|&(seat, cost)| self.potential[self.enter(seat)] - cost);
        self.potential[need] = open.fold(self.potential[out] - self.net.alone[need], i64::max);
        self.sent = need + 1;
        self.search(need, out, false);
        let far = self.dist[out];
        for &node in &self.seen {
            if self.done[node] && self.dist[node] < far {
                self.potential[node] += self.dist[node] - far;
            }
        }
        self.shift(need);
    }

    /// Where one comes to a seat: nobody sits on it, then it is no more than an arc to its mentor.
    fn enter(&self, seat: usize) -> usize {
        if self.held[seat].is_empty() { self.mentor_node(self.net.seats[seat].mentor) } else { self.seat_node(seat) }
    }

    fn open(&self, seat: usize) -> bool {
        let Seat { mentor, room } = self.net.seats[seat];
        room > 0 && self.net.mentors[mentor].room > 0
    }

    /// Moves one unit along the way that was found.
    fn shift(&mut self, from: usize) {
        let (needs, seats) = (self.net.rows.len(), self.net.seats.len());
        let mut node = self.out();
        while node != from {
            let before = self.via[node];
            if node == self.out() {
                if before >= needs + seats {
                    self.load[before - needs - seats] += 1;
                } else {
                    self.taken[before] = None;
                }
            } else if before < needs {
                let seat = node.checked_sub(needs + seats).map_or(node - needs, |mentor| {
                    let seat = self.over[mentor];
                    self.potential[needs + seat] = self.potential[node];
                    seat
                });
                let row = &self.net.rows[before];
                let cost = row.binary_search_by_key(&seat, |&(seat, _)| seat).map_or(0, |at| row[at].1);
                self.taken[before] = Some((seat, cost));
                self.held[seat].push(before);
            } else if node < needs {
                self.held[before - needs].retain(|&need| need != node);
            }
            node = before;
        }
    }

    /// Dijkstra over what is left of the network, until `to` is reached.
    fn search(&mut self, from: usize, to: usize, through: bool) {
        for &node in &self.seen {
            (self.dist[node], self.via[node], self.done[node]) = (FAR, NOWHERE, false);
            if let Some(reached) = node.checked_sub(self.net.rows.len()).and_then(|seat| self.reached.get_mut(seat)) {
                *reached = FAR;
            }
        }
        self.seen.clear();
        self.heap.clear();
        self.near.clear();
        self.now = 0;
        self.reach(from, 0, NOWHERE, to);
        let (needs, seats) = (self.net.rows.len(), self.net.seats.len());
        while let Some(node) = self.next() {
            if self.done[node] {
                continue;
            }
            self.done[node] = true;
            if node == to {
                return;
            }
            if node < needs {
                self.leave_need(node, to);
            } else if node < needs + seats {
                self.leave_seat(node - needs, to);
            } else if node < self.out() {
                self.leave_mentor(node - needs - seats, to);
            } else if through {
                self.leave_out(to);
            }
        }
    }

    fn next(&mut self) -> Option<usize> {
        self.near.pop().or_else(|| {
            let Reverse((dist, node)) = self.heap.pop()?;
            self.now = dist;
            Some(node)
        })
    }

    fn reach(&mut self, node: usize, dist: i64, via: usize, to: usize) {
        if dist < self.dist[node] && (dist < self.dist[to] || node == to) {
            if self.dist[node] == FAR {
                self.seen.push(node);
            }
            (self.dist[node], self.via[node]) = (dist, via);
            if let Some(reached) = node.checked_sub(self.net.rows.len()).and_then(|seat| self.reached.get_mut(seat)) {
                *reached = dist + self.potential[node];
            }
            // Most steps are of length nothing: along arcs that carry flow.
            if dist == self.now {
                self.near.push(node);
            } else {
                self.heap.push(Reverse((dist, node)));
            }
        }
    }

    /// `dist` of the far end of an arc.
    fn along(&self, from: usize, to: usize, cost: i64) -> i64 {
        self.dist[from] + cost + self.potential[from] - self.potential[to]
    }

    fn leave_need(&mut self, need: usize, to: usize) {
        let net = self.net;
        let now = self.seat(need);
        // True costs are compared: one number of a seat is read, not two, for most seats are no nearer this way.
        let base = self.dist[need] + self.potential[need];
        for &(seat, cost) in &net.rows[need] {
            if base + cost < self.reached[seat] && now != Some(seat) && self.open(seat) {
                let node = self.enter(seat);
                let dist = base + cost - self.potential[node];
                if let Some(mentor) = node.checked_sub(net.rows.len() + net.seats.len()) {
                    if self.reached[seat] == FAR {
                        self.seen.push(net.rows.len() + seat);
                    }
                    self.reached[seat] = base + cost;
                    if dist < self.dist[node] && dist < self.dist[to] {
                        self.over[mentor] = seat;
                    }
                }
                self.reach(node, dist, need, to);
            }
        }
        // Whoever is alone already has no second way out; whoever sends just now has.
        if now.is_some() || self.dist[need] == 0 && self.via[need] == NOWHERE {
            let out = self.out();
            self.reach(out, self.along(need, out, net.alone[need]), need, to);
        }
    }

    fn leave_seat(&mut self, seat: usize, to: usize) {
        let Seat { mentor, room } = self.net.seats[seat];
        let node = self.seat_node(seat);
        if self.held[seat].len() < room {
            let next = self.mentor_node(mentor);
            self.reach(next, self.along(node, next, 0), node, to);
        }
        for at in 0..self.held[seat].len() {
            let need = self.held[seat][at];
            let cost = self.taken[need].map_or(0, |(_, cost)| cost);
            self.reach(need, self.along(node, need, -cost), node, to);
        }
    }

    fn leave_mentor(&mut self, mentor: usize, to: usize) {
        let place = self.net.mentors[mentor];
        let node = self.mentor_node(mentor);
        if self.load[mentor] < place.room {
            let (out, cost) = (self.out(), self.step(&place, self.load[mentor]));
            self.reach(out, self.along(node, out, cost), node, to);
        }
        for at in 0..self.seats_of[mentor].len() {
            let seat = self.seats_of[mentor][at];
            if !self.held[seat].is_empty() {
                let next = self.seat_node(seat);
                self.reach(next, self.along(node, next, 0), node, to);
            }
        }
    }

    /// Back from the way out: only questions about a flow that is complete ask this.
    fn leave_out(&mut self, to: usize) {
        let out = self.out();
        for mentor in 0..self.net.mentors.len() {
            if let Some(last) = self.load[mentor].checked_sub(1) {
                let (next, cost) = (self.mentor_node(mentor), self.step(&self.net.mentors[mentor], last));
                self.reach(next, self.along(out, next, -cost), out, to);
            }
        }
        for need in 0..self.sent {
            if self.taken[need].is_none() {
                self.reach(need, self.along(out, need, -self.net.alone[need]), out, to);
            }
        }
    }

    /// How much dearer everything becomes when this need must not go where it went. Nothing for whoever is alone.
    pub fn forbidding(&mut self, need: usize) -> Option<i64> {
        let (seat, cost) = self.taken[need]?;
        let node = self.seat_node(seat);
        let long = self.way(need, node)?;
        Some(long - cost)
    }

    /// How much dearer everything becomes when this need must go there. Nothing when it cannot.
    pub fn forcing(&mut self, need: usize, seat: usize) -> Option<i64> {
        if self.seat(need) == Some(seat) {
            return Some(0);
        }
        let row = &self.net.rows[need];
        let cost = row[row.binary_search_by_key(&seat, |&(seat, _)| seat).ok()?].1;
        if !self.open(seat) {
            return None;
        }
        let node = self.enter(seat);
        Some(self.way(node, need)? + cost)
    }

    /// The cheapest way between two nodes in what is left of the network, in true costs.
    fn way(&mut self, from: usize, to: usize) -> Option<i64> {
        self.search(from, to, true);
        (self.dist[to] != FAR).then(|| self.dist[to] - self.potential[from] + self.potential[to])
    }
}
