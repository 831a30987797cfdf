// Answers for people without an account: the part of Rows about them.
#include "store/sqlite_rows.h"

namespace arasha::store {

Result<std::vector<ReplyRow>> Rows::replies(RecipientId conversation) const {
  std::vector<ReplyRow> out;
  TRY(s, db_.prepare("SELECT id,until,body FROM replies WHERE conversation=? ORDER BY number"));
  s.bind(conversation.bytes());
  while (true) {
    TRY(found, s.step());
    if (!found) return out;
    out.push_back({s.id<ReplyId>(0), conversation, s.number<std::uint32_t>(1), s.bytes(2)});
    TRY_VOID(s.sound());
  }
}

Result<void> Rows::put_reply(const ReplyRow& row) {
  TRY(s, db_.prepare("INSERT INTO replies(id,conversation,until,body) VALUES(?,?,?,?) "
                     "ON CONFLICT(id) DO UPDATE SET conversation=excluded.conversation, until=excluded.until, body=excluded.body"));
  return s.bind(row.id.bytes()).bind(row.conversation.bytes()).bind(static_cast<std::int64_t>(row.until)).bind(row.body).run();
}

Result<std::uint64_t> Rows::erase_replies(std::uint32_t before) {
  std::uint64_t count = 0;
  {
    TRY(s, db_.prepare("SELECT count(*) FROM replies WHERE until<?"));
    TRY(found, s.bind(static_cast<std::int64_t>(before)).step());
    count = found ? s.number<std::uint64_t>(0) : 0;
  }
  if (count == 0) return count;
  erased_ = true;
  TRY(s, db_.prepare("DELETE FROM replies WHERE until<?"));
  TRY_VOID(s.bind(static_cast<std::int64_t>(before)).run());
  return count;
}

}  // namespace arasha::store
