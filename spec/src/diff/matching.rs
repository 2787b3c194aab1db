//! Which item of one list is which of another: the best fits first, the same from both sides.

/// More pairs than this are not tried: lists so long that have so little in common are not two
/// versions of one list.
const MOST_PAIRS: usize = 1 << 20;

/// Takes the best fits that do not exclude each other out of both lists. `fit` is how well two
/// items fit, `None` if they do not.
pub(super) fn matched<T>(
    old: &mut Vec<T>,
    new: &mut Vec<T>,
    fit: impl Fn(&T, &T) -> Option<f64>,
) -> Vec<(T, T)> {
    if old.len().saturating_mul(new.len()) > MOST_PAIRS {
        return Vec::new();
    }
    let mut candidates = Vec::new();
    for (at, one) in old.iter().enumerate() {
        for (place, other) in new.iter().enumerate() {
            candidates.extend(fit(one, other).map(|score| (score, at, place)));
        }
    }
    // Two candidates that exclude each other share an index, so the sum tells them apart whichever
    // side is the old one.
    candidates.sort_by(|(score, at, place), (other, other_at, other_place)| {
        let sums = (at + place).cmp(&(other_at + other_place));
        other.total_cmp(score).then(sums)
    });
    let mut free_old: Vec<Option<T>> = old.drain(..).map(Some).collect();
    let mut free_new: Vec<Option<T>> = new.drain(..).map(Some).collect();
    let mut pairs = Vec::new();
    for (_, at, place) in candidates {
        if let (Some(one), Some(other)) = (free_old.get_mut(at), free_new.get_mut(place))
            && one.is_some()
            && other.is_some()
        {
            pairs.extend(one.take().zip(other.take()));
        }
    }
    old.extend(free_old.into_iter().flatten());
    new.extend(free_new.into_iter().flatten());
    pairs
}

/// [`matched`] for a yes or no.
pub(super) fn matched_if<T>(
    old: &mut Vec<T>,
    new: &mut Vec<T>,
    fits: impl Fn(&T, &T) -> bool,
) -> Vec<(T, T)> {
    matched(old, new, |one, other| fits(one, other).then_some(0.0))
}
