//! Times of several contenders in turns, so that a busy machine slows all of them alike.

use crate::contender::Contender;
use std::hint::black_box;
use std::time::Instant;

/// Calls between two looks at the clock.
const CALLS: u32 = 2000;

/// What one contender took.
pub struct Figure {
    /// Of one call, in the best round.
    pub nanoseconds: f64,
    /// Beside the first contender: the median of the rounds.
    pub ratio: f64,
}

/// Runs every contender once a round.
pub fn measure(contenders: &[Contender], rounds: usize) -> Vec<Figure> {
    let mut times: Vec<Vec<f64>> = contenders.iter().map(|_| Vec::new()).collect();
    for _ in 0..rounds {
        for (contender, times) in contenders.iter().zip(&mut times) {
            let start = Instant::now();
            for _ in 0..CALLS {
                black_box((contender.validate)());
            }
            times.push(start.elapsed().as_nanos() as f64 / f64::from(CALLS));
        }
    }
    let first = times[0].clone();
    times
        .iter()
        .map(|times| {
            let mut ratios: Vec<f64> = times.iter().zip(&first).map(|(a, b)| a / b).collect();
            ratios.sort_by(f64::total_cmp);
            Figure {
                nanoseconds: times.iter().copied().fold(f64::INFINITY, f64::min),
                ratio: ratios[ratios.len() / 2],
            }
        })
        .collect()
}
