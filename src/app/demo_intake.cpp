#include "app/demo_intake.h"

#include "intake/outside.h"

namespace arasha::app {
namespace {

using intake::Form;
using vault::CircleKind;

Result<void> put(vault::Vault& vault, const vault::Keyring& steward, const Form& form, const std::map<Language, std::string>& intros) {
  for (const auto& [language, text] : intros) TRY_VOID(intake::save_intro(vault, steward, form, language, text));
  return intake::save_form(vault, steward, form);
}

Result<void> send(vault::Vault& vault, const char* word, Language language, google::protobuf::Message& message) {
  const auto form = intake::form_named(*vault.directory(), word);
  if (!form) return Error(ErrorCode::internal, "There is no such page.");
  const intake::Outdoors doors{vault, pack::Shelf::built_in(), std::make_shared<intake::Flood>()};
  return intake::leave(doors, *form, language, intake::fresh_token(vault.clock().now()), message, "");
}

}  // namespace

Result<void> demo_forms(vault::Vault& vault, const vault::Keyring& steward) {
  const auto state = vault.directory();
  const std::vector<Language> all(kLanguages.begin(), kLanguages.end());
  Form embassy{"embassy", intake::Audience::partners, true, state->circle(CircleKind::referral)->id, all, {}};
  TRY_VOID(put(vault, steward, embassy,
               {{Language::ru, "Для посольств, консульств и организаций, с которыми мы работаем. Имя человека пока не нужно: договоримся о помощи, потом обменяемся остальным."},
                {Language::kk, "Елшіліктерге, консулдықтарға және бірге жұмыс істейтін ұйымдарға арналған. Адамның атын әзірге жазбаңыз: алдымен көмек туралы келісейік."},
                {Language::en, "For embassies, consulates and organisations that we work with. No name yet, please: we agree on help first and exchange the rest then."}}));
  Form open{"sewing", intake::Audience::everybody, true, state->circle(CircleKind::hotline)->id, all, {}};
  return put(vault, steward, open,
             {{Language::ru, "Напишите, что случилось. Имя называть не нужно."},
              {Language::kk, "Не болғанын жазыңыз. Атыңызды айтпай-ақ қойыңыз."},
              {Language::en, "Write what happened. You need not say your name."}});
}

Result<void> demo_messages(vault::Vault& vault) {
  PartnerMessage partner;
  partner.set_danger("possible");
  partner.set_organization("Посольство Примерной Республики");
  partner.set_organization_kind("embassy");
  partner.set_writer("Второй секретарь, консульский отдел");
  partner.set_reply_to("Телефон консульства, с 9 до 13");
  partner.set_called("Код К-7");
  partner.set_age_band("21--23");
  partner.set_sex("female");
  partner.add_citizenships("UZ");
  partner.add_languages("uz");
  partner.add_languages("ru");
  partner.set_region("Алматинская область");
  partner.set_happened("Пришла к нам вчера без паспорта. Говорит, что два месяца работала в теплице и жила под замком, денег не получала. Боится, что её ищут. Ночует у знакомой.");
  partner.add_needs("safe_place");
  partner.add_needs("papers");
  partner.set_done("Справка на возвращение готовится, дня три. В полицию не обращались, она не хочет.");
  partner.set_aware("yes");
  partner.set_agrees("yes");
  partner.set_may_call("through");
  partner.set_never_do("Не писать сообщений на её номер: телефон смотрит знакомая.");
  TRY_VOID(send(vault, "embassy", Language::ru, partner));
  PublicMessage open;
  open.set_danger("immediate");
  open.set_about("other");
  open.set_happened("Көрші үйде екі қыз тұрады, оларды далаға шығармайды. Түнде айқай естіледі. Есікті сыртынан құлыптайды.");
  open.add_needs("out");
  open.set_region("Тараз");
  open.add_languages("kk");
  open.set_may_call("no");
  open.set_answer_language("kk");
  return send(vault, "sewing", Language::kk, open);
}

}  // namespace arasha::app
