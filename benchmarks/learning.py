"""Learning the map of `retrieval/embedders/tuning.py` from wordings that are known to ask the same thing.

First the directions in which wordings of one question differ are shrunk (within-class whitening), then a linear map
is trained so that each wording is nearest to the mean of the others of its question (prototypical loss; Snell,
Swersky, Zemel 2017). Needs torch, which only this uses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from retrieval.embedders.tuning import Matrix, Tuning

Owners = NDArray[np.int64]

DIMENSIONS = 256
SHRINKAGE = 0.5  # of the within-class covariance towards its mean variance
EPOCHS = 8
BATCH = 1024
RATE = 1e-3
STAY = 2e-2  # how strongly the map is held to the whitened one
SMOOTHING = 0.05
SHARPNESS = 12.0  # of the softmax over cosines, to begin with


@dataclass(frozen=True)
class Wordings:
    """Untuned vectors of shape (n, d), and the number of the question that each belongs to."""

    vectors: Matrix
    owners: Owners
    questions: int

    def means(self, vectors: Matrix) -> Matrix:
        """The mean of each question's vectors; zero for one without wordings."""
        sums = np.zeros((self.questions, vectors.shape[1]), np.float32)
        np.add.at(sums, self.owners, vectors)
        counts = np.bincount(self.owners, minlength=self.questions)[:, None]
        return np.asarray(sums / np.maximum(counts, 1), dtype=np.float32)


def whitening(wordings: Wordings) -> Tuning:
    """The map under which wordings of one question differ alike in every direction, by about unit length."""
    vectors = wordings.vectors
    within = vectors - wordings.means(vectors)[wordings.owners]
    covariance = within.T @ within / len(within)
    size = covariance.shape[0]
    covariance = (1 - SHRINKAGE) * covariance + SHRINKAGE * np.eye(size) * np.trace(covariance) / size
    values, directions = np.linalg.eigh(covariance)
    matrix, centre = directions / np.sqrt(values), vectors.mean(axis=0)
    length = np.linalg.norm((vectors - centre) @ matrix, axis=1).mean()
    return Tuning(centre.astype(np.float32), (matrix / length).astype(np.float32))


def learn(wordings: Wordings, prototypes: Matrix | None = None) -> Tuning:
    """The learned map.

    Args:
        wordings: what to learn from.
        prototypes: unit vectors of the questions, shape (questions, DIMENSIONS), when the map has to lead to those
            that another map made; else each batch is held against the means of the other wordings.
    """
    import torch
    from torch.nn import functional

    torch.manual_seed(0)
    white = whitening(wordings)
    plain = ((wordings.vectors - white.centre) @ white.matrix).astype(np.float32)
    start = _first(wordings, plain, prototypes)
    vectors, owners = torch.tensor(plain), torch.tensor(wordings.owners)
    begin = torch.tensor(start)
    matrix = begin.clone().requires_grad_(True)
    sharpness = torch.tensor(np.log(SHARPNESS), dtype=torch.float32).requires_grad_(True)
    optimiser = torch.optim.AdamW([matrix, sharpness], lr=RATE, weight_decay=0)
    belongs = torch.zeros(wordings.questions, len(owners))
    belongs[owners, torch.arange(len(owners))] = 1
    fixed = None if prototypes is None else torch.tensor(prototypes)
    for _ in range(EPOCHS):
        for batch in torch.randperm(len(owners)).split(BATCH):
            moved = functional.normalize(vectors @ matrix if fixed is None else vectors[batch] @ matrix, dim=1)
            aims = _others(belongs, moved, batch) if fixed is None else fixed
            asked = moved[batch] if fixed is None else moved
            loss = (
                functional.cross_entropy(
                    torch.exp(sharpness) * asked @ aims.T, owners[batch], label_smoothing=SMOOTHING
                )
                + STAY * ((matrix - begin) ** 2).sum()
            )
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
    return Tuning(white.centre, np.asarray(white.matrix @ matrix.detach().numpy(), dtype=np.float32))


def _others(belongs: Any, moved: Any, batch: Any) -> Any:
    """Means of each question's wordings that are not in the batch, of unit length."""
    import torch

    left = torch.ones(moved.shape[0])
    left[batch] = 0
    return torch.nn.functional.normalize((belongs * left) @ moved + 1e-6, dim=1)


def _first(wordings: Wordings, plain: Matrix, prototypes: Matrix | None) -> Matrix:
    """Where training starts: the directions in which questions differ most, or ridge regression onto prototypes."""
    if prototypes is None:
        means = wordings.means(plain)
        _, _, directions = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)
        return np.asarray(directions[:DIMENSIONS].T, dtype=np.float32)
    aims = prototypes[wordings.owners]
    matrix = np.linalg.solve(plain.T @ plain + 30 * np.eye(plain.shape[1]), plain.T @ aims)
    return np.asarray(matrix / np.linalg.norm(plain @ matrix, axis=1).mean(), dtype=np.float32)
