// What is carried by hand: an envelope as a file, out and in. It is the same envelope that goes over the network.
#include <algorithm>

#include "exchange/envelope_file.h"
#include "referral/room.h"
#include "vault/blobs.h"
#include "web/upload.h"

namespace arasha::referral {
namespace {

// The longest content there is, in its envelopes, and the message that announces it.
constexpr std::size_t kUploadLimit = static_cast<std::size_t>(vault::kBlobLimit) + (32U << 20U);

web::Response carry(const Room& room, const Visit& visit) {
  const auto file = FileId::from_text(visit.parameters.at("file"));
  const auto message = exchange::MessageId::from_text(visit.parameters.at("message"));
  if (!file || !message) return no_page(visit);
  const auto thread = open_thread(room.vault, visit.keyring, *file);
  if (!thread) return web::error_page(visit, thread.error());
  const auto line = std::find_if(thread->lines.begin(), thread->lines.end(), [&](const Line& one) { return one.ours && one.message && one.message->id == *message; });
  if (line == thread->lines.end()) return no_page(visit);
  const auto envelope = exchange::seal_again(room.vault, line->message->to, line->signed_message);
  if (!envelope) return web::error_page(visit, envelope.error());
  if (const auto recorded = room.vault.record(visit.keyring, vault::Action::exported, *file, 1); !recorded) return web::error_page(visit, recorded.error());
  // A neutral name: the file lies on somebody's stick.
  return web::Response::download("message.arasha", "application/octet-stream", std::string(text_view(*envelope)));
}

// Every envelope of it becomes a drop. Where no more of them may wait, what waits is opened in between: most of it are pieces that
// then lie in their conversation.
Result<void> take_file(const Room& room, const Visit& visit, const web::Pieces& pieces) {
  const auto state = room.vault.directory();
  const vault::Circle* circle = state->circle(vault::CircleKind::referral);
  exchange::EnvelopeFile file([&](BytesView envelope) -> Result<void> {
    TRY(id, exchange::check_envelope(*state, envelope));
    auto kept = room.vault.put_drop(id, circle->id, envelope);
    if (kept || kept.error().code != ErrorCode::full) return kept;
    TRY_VOID(exchange::collect(room.vault, visit.keyring, room.handlers, 1000, std::chrono::seconds(20)));
    return room.vault.put_drop(id, circle->id, envelope);
  });
  while (true) {
    TRY(piece, pieces());
    if (piece.empty()) return file.finish();
    TRY_VOID(file.feed(piece));
  }
}

web::Response bring_page(const Visit& visit, const web::FieldErrors& errors, int status) {
  const Catalogue& words = visit.words;
  web::Page page = visit.page(std::string(words.text(N_("Read a file from a stick"))));
  page.back = "/referrals";
  page.wrong = !errors.empty();
  page.main = web::error_summary(words, errors, {{"envelope", std::string(words.text(N_("The file")))}});
  page.main.add(web::heading(page.title));
  page.main.add(web::paragraph(words.text(N_("A partner without a network gives you a file. It opens here as if it had come by itself."))));
  page.main.add(web::upload_form("/referrals/bring", visit.csrf, web::file_field(words, {.name = "envelope", .label = std::string(words.text(N_("The file"))), .accept = ".arasha"}, errors), web::button(words.text(N_("Read it")))));
  return web::Response::page(web::layout(page), status);
}

web::Response bring(const Room& room, const Visit& visit) {
  const auto mistake = [&](const Error& error) { return bring_page(visit, {{"envelope", error}}, 400); };
  const web::Upload* upload = visit.request.upload.get();
  const web::UploadedFile* sent = upload == nullptr ? nullptr : upload->file("envelope");
  if (upload != nullptr && upload->is_too_large()) return mistake(Error(ErrorCode::too_large, "This message is larger than one may be."));
  if (sent == nullptr || sent->size == 0) return mistake(Error(ErrorCode::invalid_input, N_("Choose the file that the partner gave you.")));
  const auto done = take_file(room, visit, upload->read(*sent));
  if (!done) return mistake(done.error());
  return web::Response::redirect("/referrals", N_("The file is read."));
}

}  // namespace

void add_hand_pages(web::Site& site, const RoomPtr& room) {
  on_get(site, room, "/referrals/{file}/carry/{message}", carry);
  site.get("/referrals/bring", [room](const Visit& visit) { return may_refer(*room, visit) ? bring_page(visit, {}, 200) : no_page(visit); });
  site.post_upload("/referrals/bring", kUploadLimit, [room](const Visit& visit) { return may_refer(*room, visit) ? bring(*room, visit) : no_page(visit); });
}

}  // namespace arasha::referral
