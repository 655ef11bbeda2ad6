//! Results of pure steps, remembered by their whole argument.
//!
//! What a function does not receive it cannot depend on, so a remembered result cannot be stale.
//! After each build, what that build did not ask for is swept away.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// The results of one function from `A` to `R`.
#[derive(Debug)]
pub struct Memo<A, R> {
    known: Mutex<HashMap<A, Remembered<R>>>,
}

#[derive(Debug)]
struct Remembered<R> {
    result: R,
    asked: bool,
}

impl<A, R> Default for Memo<A, R> {
    fn default() -> Self {
        Self { known: Mutex::new(HashMap::new()) }
    }
}

impl<A: Eq + Hash + Clone, R: Clone> Memo<A, R> {
    /// The result for this argument: the remembered one, else a new one, which is remembered.
    ///
    /// The function runs outside the lock: two threads may compute the same result at once.
    pub fn get(&self, argument: &A, compute: impl FnOnce(&A) -> R) -> R {
        if let Some(known) = self.lock().get_mut(argument) {
            known.asked = true;
            return known.result.clone();
        }
        let result = compute(argument);
        self.lock().insert(argument.clone(), Remembered { result: result.clone(), asked: true });
        result
    }

    /// Forgets what was not asked for since the last sweep.
    pub fn sweep(&self) {
        self.lock().retain(|_, remembered| std::mem::take(&mut remembered.asked));
    }

    /// How many results are remembered.
    pub fn len(&self) -> usize {
        self.lock().len()
    }

    /// Whether none is.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<A, Remembered<R>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
