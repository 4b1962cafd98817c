"""A few invented free-text remarks, so that the sample has something that must never come out."""

from __future__ import annotations

REMARKS: dict[str, tuple[str, ...]] = {
    "unattended_terminal_circumstances": (
        "来客対応で席を外していた。戻ってきた本人に声をかけた。",
        "昼休みにログイン画面が開いたままだった。係長に伝えた。",
        "電話で呼ばれて離席していた様子。その場でログアウトした。",
        "端末が窓口から見える位置にあり、気になったので声をかけた。",
    ),
    "difficulties_in_daily_work": (
        "照会の結果が返ってくるまでに日数がかかることがある。",
        "対象者が転入直後のとき、どの団体に照会すればよいか迷う。",
        "端末が１台しかなく、月初は順番待ちになる。",
        "操作の手引が長く、必要な箇所を探しにくい。",
    ),
    "wishes_for_training": (
        "異動してすぐに受けられる研修があるとありがたい。",
        "他の課の事例を知りたい。",
        "動画で繰り返し見られる研修にしてほしい。",
        "点検の設問の意味が分かりにくいものがあった。",
    ),
}
"""Remarks by the id of the free-text question; a question without any stays blank."""

ONE_IN = 12
"""One in so many persons writes something where nothing was to be explained."""
