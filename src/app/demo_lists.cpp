#include "app/demo_lists.h"

namespace arasha::app {

std::shared_ptr<CaseFlag> demo_flag(std::mt19937& random, Date day) {
  auto out = std::make_shared<CaseFlag>();
  constexpr const char* kWhat[] = {"urgent", "waits_answer", "waits_answer", "ask_supervisor", "check_papers", "check_papers", "media", "other"};
  out->set_what(kWhat[random() % std::size(kWhat)]);
  if (out->what() == "other") out->set_word("Ждёт посылку");
  if (out->what() == "waits_answer") out->set_note("Запрос в консульство отправлен, ответа пока нет.");
  if (out->what() == "check_papers") out->set_note("Сверить срок действия свидетельства на возвращение.");
  if (random() % 3 != 0) out->set_until(to_iso(Date(std::chrono::sys_days(day) + std::chrono::days(3 + static_cast<int>(random() % 20)))));
  return out;
}

}  // namespace arasha::app
