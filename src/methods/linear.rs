//! Small systems of linear equations.
#![expect(clippy::indexing_slicing, reason = "rows and columns of a square that is made here, below its own size")]
use super::Unfit;

/// A square of numbers, row by row.
#[derive(Debug, Clone)]
pub struct Square {
    size: usize,
    cells: Vec<f64>,
}

/// Smaller than this beside what stood there, a pivot is nothing.
const NOTHING: f64 = 1e-12;

impl Square {
    /// Of noughts.
    pub fn zeros(size: usize) -> Self {
        Self { size, cells: vec![0.0; size * size] }
    }
    /// What rows of numbers make with each other: Σ weight · row · rowᵀ.
    pub fn of_rows<'r>(size: usize, rows: impl Iterator<Item = (f64, &'r [f64])>) -> Self {
        let mut out = Self::zeros(size);
        for (weight, row) in rows {
            for (cells, x) in out.cells.chunks_mut(size.max(1)).zip(row) {
                cells.iter_mut().zip(row).for_each(|(cell, y)| *cell += weight * x * y);
            }
        }
        out
    }
    /// The cell in this row and column.
    pub fn at(&self, row: usize, column: usize) -> f64 {
        self.cells[row * self.size + column]
    }
    /// Adds to the cell in this row and column.
    pub fn add(&mut self, row: usize, column: usize, value: f64) {
        self.cells[row * self.size + column] += value;
    }
    /// Adds so many times another.
    pub fn plus(&mut self, other: &Self, times: f64) {
        self.cells.iter_mut().zip(&other.cells).for_each(|(cell, own)| *cell += times * own);
    }
    /// The inverse, by elimination with the largest pivot of each column.
    ///
    /// # Errors
    /// [`Unfit::Singular`] when there is none.
    pub fn inverse(&self) -> Result<Self, Unfit> {
        self.solved().map(|(inverse, _)| inverse)
    }
    /// The inverse, and the logarithm of the size of the determinant.
    ///
    /// # Errors
    /// [`Unfit::Singular`] when there is none.
    pub fn solved(&self) -> Result<(Self, f64), Unfit> {
        let (n, mut left, mut right) = (self.size, self.clone(), Self::zeros(self.size));
        (0..n).for_each(|at| right.add(at, at, 1.0));
        let mut determinant = 0.0;
        for column in 0..n {
            let size = |row: &usize| left.at(*row, column).abs();
            let pivot = (column..n).max_by(|a, b| size(a).total_cmp(&size(b))).ok_or(Unfit::Singular)?;
            let value = left.at(pivot, column);
            // Columns are measured in units of their own: what is nothing is measured by the column.
            let stood = (0..n).fold(0.0_f64, |most, row| most.max(self.at(row, column).abs()));
            if !value.is_finite() || value.abs() <= NOTHING * stood {
                return Err(Unfit::Singular);
            }
            determinant += value.abs().ln();
            for square in [&mut left, &mut right] {
                for at in 0..n {
                    square.cells.swap(pivot * n + at, column * n + at);
                    square.cells[column * n + at] /= value;
                }
            }
            for row in (0..n).filter(|row| *row != column) {
                let factor = left.at(row, column);
                if factor != 0.0 {
                    left.take(row, column, factor);
                    right.take(row, column, factor);
                }
            }
        }
        Ok((right, determinant))
    }
    /// Takes so many times one row from another.
    fn take(&mut self, from: usize, row: usize, factor: f64) {
        let n = self.size;
        for at in 0..n {
            self.cells[from * n + at] -= factor * self.cells[row * n + at];
        }
    }
    /// This times a column.
    pub fn times(&self, column: &[f64]) -> Vec<f64> {
        self.cells.chunks(self.size.max(1)).map(|row| row.iter().zip(column).map(|(a, b)| a * b).sum()).collect()
    }
    /// A row times this.
    pub fn under(&self, row: &[f64]) -> Vec<f64> {
        let mut out = vec![0.0; self.size];
        for (cells, weight) in self.cells.chunks(self.size.max(1)).zip(row) {
            out.iter_mut().zip(cells).for_each(|(sum, cell)| *sum += weight * cell);
        }
        out
    }
    /// This times another square.
    pub fn times_square(&self, other: &Self) -> Self {
        let cells = self.cells.chunks(self.size.max(1)).flat_map(|row| other.under(row)).collect();
        Self { size: self.size, cells }
    }
}
