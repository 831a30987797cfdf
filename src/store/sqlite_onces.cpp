// What somebody outside reads one time: a small state that stays, and a body that goes.
#include "store/sqlite_rows.h"

namespace arasha::store {
namespace {

Error no_such_once() { return {ErrorCode::not_found, "There is nothing at this address."}; }

}  // namespace

Result<std::optional<OnceRow>> Rows::once(OnceId id) const {
  TRY(s, db_.prepare("SELECT state,body FROM onces WHERE id=?"));
  TRY(found, s.bind(id.bytes()).step());
  if (!found) return std::optional<OnceRow>();
  return std::optional<OnceRow>(OnceRow{id, s.bytes(0), s.bytes(1)});
}

Result<std::vector<OnceRow>> Rows::onces(bool with_body_only) const {
  TRY(s, with_body_only ? db_.prepare("SELECT id,state FROM onces WHERE length(body)>0") : db_.prepare("SELECT id,state FROM onces"));
  std::vector<OnceRow> out;
  while (true) {
    TRY(found, s.step());
    if (!found) return out;
    out.push_back({s.id<OnceId>(0), s.bytes(1), {}});
    TRY_VOID(s.sound());
  }
}

Result<void> Rows::add_once(const OnceRow& row) {
  TRY(s, db_.prepare("INSERT INTO onces(id,state,body) VALUES(?,?,?)"));
  return s.bind(row.id.bytes()).bind(row.state).bind(row.body).run();
}

Result<void> Rows::put_once_state(OnceId id, BytesView state) {
  TRY(s, db_.prepare("UPDATE onces SET state=? WHERE id=? RETURNING 1"));
  TRY(found, s.bind(state).bind(id.bytes()).step());
  if (!found) return no_such_once();
  return s.run();
}

Result<void> Rows::end_once(OnceId id, BytesView state) {
  erased_ = true;
  TRY(s, db_.prepare("UPDATE onces SET state=?, body=x'' WHERE id=? RETURNING 1"));
  TRY(found, s.bind(state).bind(id.bytes()).step());
  if (!found) return no_such_once();
  return s.run();
}

}  // namespace arasha::store
