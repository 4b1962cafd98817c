"""The sentence by which every synthetic file says what it is."""

SYNTHETIC_NOTICE = (
    "合成データ（実在の職員の回答ではありません） / Synthetic data, not answers of real staff"
)
