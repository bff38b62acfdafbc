"""Sentences that only tell: what was done, counted, praised, planned or said is no duty."""

from __future__ import annotations

import re

from vntext.folding import Key, fold

_TOLD = re.compile(
    r"(?<!\w)(?:đã|vừa|chưa|mới chỉ|mới)\s+(?:\S+\s+){0,3}?(?:dự|tham dự|tham gia|tổ chức|thực hiện|được|báo cáo|họp|kiểm tra|có|đi|về|duy trì|trở thành|làm|ban hành|đạt|triển khai|tiến hành|đánh giá|phát huy|đổi mới|gửi|tiếp|giải quyết|thành lập|nhận|phân công|chỉ đạo|xây dựng|quan tâm|tập trung|bồi dưỡng|sơ kết|góp phần|quán triệt|phối hợp)(?!\w)"
)
#: a past form that only tells which ones are meant
_ATTRIBUTE = re.compile(r"(?:đã|chưa)\s+(?:\S+\s+){0,1}?(?:đăng ký|được|đề ra|là|tham gia|ban hành|nêu|phê duyệt|duyệt|tham dự|có|ký|xảy ra|nghỉ|dự đủ|trả lời)(?!\w)")
_WHEN = re.compile(
    r"^(?:\W*)(?:qua (?:hơn |gần )?(?:\w+ )?(?:\d+|một|hai|ba|bốn|năm|sáu|nhiều|thời gian|các|kiểm tra|theo dõi|rà soát|khảo sát)|thời gian qua|trong thời gian qua|những năm qua|trong những năm|trước đó|trước đây|năm qua|trong năm qua|vừa qua|thời gian gần đây|đến nay|hiện nay|hiện|kết quả|tính đến|nhìn chung|bên cạnh những kết quả|(?:sáng|chiều|tối|ngày|hôm) (?:ngày )?\d|\w+ tháng (?:đầu|cuối) năm \d{4}|(?:trong )?năm (?:19|20)\d\d\s*,|giai đoạn|từ đầu năm|nhiều năm|nhiệm kỳ (?:qua|trước)|tuy nhiên, (?:bên cạnh|qua|vẫn|việc)|sau (?:hơn |gần )?(?:\d+|một|hai|ba|bốn|năm) (?:năm|tháng|tuần))"
)
_PROPOSED = re.compile(
    r"sẽ tính|tính đến chuyện|dự kiến (?:sẽ|mức|từ|tăng|nâng|quy định|ban hành|áp dụng|trong)|đề xuất (?:mức|phương án|bổ sung|sửa|nâng|quy định|tăng|giảm)|kiến nghị (?:nâng|tăng|giảm|sửa|bổ sung|quy định|mức|tỉnh|trung ương|cấp)|nên chăng|có ý kiến (?:cho rằng|nói|đề nghị)|nhiều ý kiến|theo tôi|mong (?:muốn|rằng)|giá như|dự thảo|đang (?:lấy ý kiến|nghiên cứu)|nghiên cứu (?:nâng|tăng|giảm)|góp ý"
)
_COUNTED = re.compile(
    r"(?:bằng|bình quân|trung bình|đạt)\s+[\d,.]+\s*(?:lần|buổi|lượt|%)|tổng (?:số|cộng)|tỷ lệ|\d+\s*/\s*\d+ (?:đồng chí|chi bộ|đảng viên|đơn vị)|cá biệt|có (?:\d+|một số|những|nhiều) (?:đồng chí|nơi|chi bộ)|có đồng chí|(?:\d+|nhiều|hàng trăm) lượt|còn (?:một số|tình trạng|có)|chưa (?:nghiêm|đều|đầy đủ|thường xuyên|kịp thời|đúng|tốt|sâu|đạt)|được tặng|khen thưởng cho|biểu dương \d|tặng giấy khen"
)
_REPEALED = re.compile(r"^\W*(?:\d+[a-z]?\s*[-.)]\s*)?(?:bãi bỏ|bỏ|huỷ bỏ|thôi áp dụng|không thực hiện nữa) ")
_DEFINED = re.compile(r"(?:một|1|01) lần dự là|được tính là|vẫn (?:được )?tính là|tính là (?:một|1|01)|được hiểu là|là (?:việc|hoạt động|cuộc|buổi|hình thức) |có nghĩa là|không tính (?:vào|là|cho)|quy đổi")
_SPOKEN = re.compile(
    r"(?<!\w)(?:đồng chí|ông|bà|bí thư|chủ tịch|phó bí thư|phó chủ tịch|trưởng ban|thủ tướng|bộ trưởng)[^.]{0,140}?(?<!\w)(?:nhấn mạnh|phát biểu|chia sẻ|bày tỏ|khẳng định|cho rằng|đánh giá cao|tâm sự|nói|gợi ý|lưu ý|kể lại|tin rằng|biểu dương)(?!\w)"
)


def tells(text: str, first_cadence: int | None = None) -> bool:
    """Does the sentence tell of what was or might be, count, define, repeal or quote, rather than ask?

    A past form behind the first cadence (its offset) only describes ("thông báo số buổi đã dự").
    """
    folded = fold(text, Key.PLACEMENT)
    return (
        _was_done(folded[:first_cadence])
        or _WHEN.search(folded) is not None
        or any(pattern.search(folded) for pattern in (_PROPOSED, _COUNTED, _DEFINED, _REPEALED))
    )


def is_spoken(text: str) -> bool:
    """Is it somebody's speech, which binds nobody?"""
    return _SPOKEN.search(fold(text, Key.PLACEMENT)) is not None


def _was_done(folded: str) -> bool:
    for match in _TOLD.finditer(folded):
        if not _ATTRIBUTE.match(folded, match.start()) and not folded[: match.start()].rstrip().endswith(("nơi", "mà", "theo", "việc")):
            return True
    return False
