Documentation.addTranslations({
  "locale": "ko",
  "messages": {
    "%(filename)s &#8212; %(docstitle)s": "%(filename)s &#8212; %(docstitle)s",
    "Collapse sidebar": "사이드바 접기",
    "Expand sidebar": "사이드바 펼치기",
    "Hide Search Matches": "찾은 말 표시 지우기",
    "Preparing search...": "검색을 준비합니다…",
    "Search": "검색",
    "Search Page": "검색",
    "Search Results": "검색 결과",
    "Search finished, found one page matching the search query.": [
      "찾은 쪽이 ${resultCount}개입니다."
    ],
    "Search finished, found ${resultCount} page(s) matching the search query.": [
      "찾은 쪽이 ${resultCount}개입니다."
    ],
    "Searching": "찾는 중입니다",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.": "맞는 쪽을 찾지 못했습니다. 다른 말로 찾아 보세요.",
    ", in ": ", 있는 곳: "
  },
  "plural_expr": "0"
});
