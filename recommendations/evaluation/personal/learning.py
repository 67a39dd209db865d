"""TEMPORARY until hC's learning is there."""
from __future__ import annotations
import numpy as np
from scipy import sparse
from catalog.inverted_index import InvertedIndex
from recommendations.collaborative.model import TasteModel
from recommendations.collaborative.residuals import RatingModel
from recommendations.evaluation.personal.reading import Ground


def learner(ground):
    C = sparse.csr_array(sparse.load_npz(f"/tmp/hd/C_{ground.name}.npz"))
    memo = {}

    def learn(train):
        if id(train) in memo:
            return memo[id(train)][1]
        ids = ground.title_ids
        cols = np.flatnonzero(train.raters > 0)
        weighed = np.flatnonzero(train.raters[cols] >= 5)
        items = cols[weighed]
        X = train.likes[:, items]
        G = (X.T @ X).toarray().astype(np.float64)
        G[np.diag_indices(len(G))] += 200
        P = np.linalg.inv(G)
        B = -P / np.diag(P)
        np.fill_diagonal(B, 0)
        cc = C[cols][:, cols].tocoo()
        content = InvertedIndex.build(cc.col, cc.row, cc.data, len(cols), len(cols))
        newi = np.setdiff1d(np.flatnonzero(ground.is_known), cols)
        nn = C[newi][:, items].tocoo()
        w = nn.data**2
        s = np.bincount(nn.row, w, len(newi))
        bridges = InvertedIndex.build(nn.col, nn.row, w / s[nn.row], len(items), len(newi))
        z = np.zeros(0)
        model = TasteModel(
            ids[cols], train.likers[cols], weighed, B.astype(np.float16), content, ids[newi], bridges,
            RatingModel(7.0, np.zeros(len(cols), np.float32), np.zeros(0, int), np.zeros((0, 0), np.float16), np.ones(41, np.float32)),
        )
        memo.clear()
        memo[id(train)] = (train, model)
        return model

    return learn
