//! Schools on a plane, as near each other as their conditions are alike: classical scaling of the distances.

/// So often a direction is turned towards the strongest one.
const TURNS: usize = 200;

/// Places in thousandths of the widest stretch, from −1000 to 1000. `far(i, j)`: the distance, where it is known.
pub fn places(count: usize, far: &dyn Fn(usize, usize) -> Option<f64>) -> Vec<(i32, i32)> {
    let matrix = centred(count, far);
    let (first, strength) = direction(&matrix, count, None);
    let (second, weaker) = direction(&matrix, count, Some((&first, strength)));
    let at = |direction: &[f64], strength: f64, i: usize| direction[i] * strength.max(0.0).sqrt();
    let points: Vec<(f64, f64)> = (0..count).map(|i| (at(&first, strength, i), at(&second, weaker, i))).collect();
    let widest = points.iter().fold(0.0_f64, |widest, (x, y)| widest.max(x.abs()).max(y.abs()));
    if widest < 1e-9 {
        return vec![(0, 0); count];
    }
    #[expect(clippy::cast_possible_truncation, reason = "at most 1000")]
    let whole = |value: f64| (value / widest * 1000.0).round() as i32;
    points.into_iter().map(|(x, y)| (whole(x), whole(y))).collect()
}

/// −½ J D² J; what is not known is as far as the others are in the middle.
fn centred(count: usize, far: &dyn Fn(usize, usize) -> Option<f64>) -> Vec<f64> {
    let mut squares = vec![0.0; count * count];
    let mut unknown = Vec::new();
    let (mut sum, mut known) = (0.0, 0.0);
    for i in 0..count {
        for j in (0..count).filter(|&j| j != i) {
            match far(i.min(j), i.max(j)).filter(|far| far.is_finite()) {
                Some(far) => {
                    squares[i * count + j] = far * far;
                    sum += far * far;
                    known += 1.0;
                }
                None => unknown.push(i * count + j),
            }
        }
    }
    for at in unknown {
        squares[at] = if known > 0.0 { sum / known } else { 1.0 };
    }
    #[expect(clippy::cast_precision_loss, reason = "schools of a region")]
    let size = count.max(1) as f64;
    let rows: Vec<f64> = squares.chunks(count.max(1)).map(|row| row.iter().sum::<f64>() / size).collect();
    let all = rows.iter().sum::<f64>() / size;
    for i in 0..count {
        for j in 0..count {
            squares[i * count + j] = -0.5 * (squares[i * count + j] - rows[i] - rows[j] + all);
        }
    }
    squares
}

/// The strongest direction beside one that is known, and how strong it is. Begun alike, turned alike, signed alike.
fn direction(matrix: &[f64], count: usize, beside: Option<(&[f64], f64)>) -> (Vec<f64>, f64) {
    #[expect(clippy::cast_precision_loss, reason = "schools of a region")]
    let mut now: Vec<f64> = (0..count).map(|i| ((i * 7919 + 104_729) % 1000) as f64 / 1000.0 - 0.5).collect();
    let mut strength = 0.0;
    for _ in 0..TURNS {
        let mut next: Vec<f64> = matrix.chunks(count.max(1)).map(|row| dot(row, &now)).collect();
        if let Some((known, known_strength)) = beside {
            let shadow = dot(known, &now) * known_strength;
            next.iter_mut().zip(known).for_each(|(next, known)| *next -= shadow * known);
        }
        let length = dot(&next, &next).sqrt();
        if length < 1e-12 {
            return (vec![0.0; count], 0.0);
        }
        strength = dot(&next, &now);
        now = next.into_iter().map(|value| value / length).collect();
    }
    if now.iter().find(|value| value.abs() > 1e-9).is_some_and(|first| *first < 0.0) {
        now.iter_mut().for_each(|value| *value = -*value);
    }
    (now, strength)
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}
