//! The linear programme behind a total: how few and how many people contradict no claim. Chooses no claims.
//!
//! A variable is the number of people in an atom; a claim bounds the sum over its atoms. Numbers of people are whole,
//! and the programme allows fractions, so its least is never above the true least and its most never below the true
//! most; both stay so when they are rounded to the whole numbers between them.

use super::atoms::Atom;
use microlp::{ComparisonOp, Error, OptimizationDirection, Problem, Variable};

/// The solver could not settle the question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Unsettled;

/// A claim as the programme sees it: its region by number, and its figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Row {
    pub(crate) region: usize,
    pub(crate) min: Option<u64>,
    pub(crate) max: Option<u64>,
}

/// Which people are to be counted, of an atom.
pub(crate) type Objective<'a> = &'a dyn Fn(&Atom) -> bool;

/// Everything that bounds numbers of people.
pub(crate) struct Programme<'a> {
    pub(crate) atoms: &'a [Atom],
    pub(crate) rows: &'a [Row],
    /// Whether each person is counted in one place and time only. The killed are; who was hurt or fled may be again.
    pub(crate) once: bool,
}

impl Programme<'_> {
    /// Whether some numbers of people satisfy these claims.
    pub(crate) fn feasible(&self, of: &[usize]) -> Result<bool, Unsettled> {
        if self.once {
            return Ok(self.solve(of, true, &|_| false, OptimizationDirection::Minimize)?.is_some());
        }
        // Somebody hurt twice stands in two places: each floor must only fit below the tops that hold it.
        for at in of {
            let Row { region, min: Some(min), .. } = self.rows[*at] else { continue };
            let most = self.most(of, &|atom| atom.within.has(region))?;
            if most.is_some_and(|most| most < min) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The fewest people that satisfy these claims; they must be able to.
    pub(crate) fn fewest(&self, of: &[usize], objective: Objective) -> Result<u64, Unsettled> {
        if !self.once {
            let inside = |region| {
                let mut all = self.atoms.iter().filter(|atom| atom.within.has(region));
                all.all(objective)
            };
            let floors = of.iter().map(|at| self.rows[*at]).filter(|row| inside(row.region));
            return Ok(floors.filter_map(|row| row.min).max().unwrap_or(0));
        }
        match self.solve(of, true, objective, OptimizationDirection::Minimize)? {
            Some(Some(least)) => Ok((least - slack(least)).ceil().max(0.0) as u64),
            _ => Err(Unsettled),
        }
    }

    /// The most people that satisfy these claims; `None`: no claim sets a top.
    pub(crate) fn most(&self, of: &[usize], objective: Objective) -> Result<Option<u64>, Unsettled> {
        let topped = |atom: &Atom| {
            of.iter().any(|at| self.rows[*at].max.is_some() && atom.within.has(self.rows[*at].region))
        };
        if self.atoms.iter().any(|atom| objective(atom) && !topped(atom)) {
            return Ok(None);
        }
        match self.solve(of, self.once, objective, OptimizationDirection::Maximize)? {
            Some(most) => Ok(most.map(|most| (most + slack(most)).floor().max(0.0) as u64)),
            None => Err(Unsettled),
        }
    }

    /// `None`: nothing satisfies the claims; `Some(None)`: there is no limit.
    fn solve(
        &self,
        of: &[usize],
        floors: bool,
        objective: Objective,
        direction: OptimizationDirection,
    ) -> Result<Option<Option<f64>>, Unsettled> {
        let mut problem = Problem::new(direction);
        let variables: Vec<Variable> = self
            .atoms
            .iter()
            .map(|atom| problem.add_var(f64::from(u8::from(objective(atom))), (0.0, f64::INFINITY)))
            .collect();
        for row in of.iter().map(|at| self.rows[*at]) {
            let counted = self.atoms.iter().zip(&variables).filter(|(atom, _)| atom.within.has(row.region));
            let sum: Vec<(Variable, f64)> = counted.map(|(_, variable)| (*variable, 1.0)).collect();
            let min = row.min.filter(|min| floors && *min > 0);
            match (min, row.max) {
                (Some(min), Some(max)) if min == max => {
                    problem.add_constraint(&sum, ComparisonOp::Eq, min as f64);
                }
                (min, max) => {
                    if let Some(min) = min {
                        problem.add_constraint(&sum, ComparisonOp::Ge, min as f64);
                    }
                    if let Some(max) = max {
                        problem.add_constraint(&sum, ComparisonOp::Le, max as f64);
                    }
                }
            }
        }
        match problem.solve() {
            Ok(outcome) => outcome.solution().map(|s| Some(Some(s.objective()))).ok_or(Unsettled),
            Err(Error::Infeasible) => Ok(None),
            Err(Error::Unbounded) => Ok(Some(None)),
            Err(_) => Err(Unsettled),
        }
    }
}

/// How far the solver's arithmetic may be off, so that rounding never turns a bound inward beyond the truth.
fn slack(value: f64) -> f64 {
    1e-6 + 1e-9 * value.abs()
}
