import { useState } from 'react'
import { View, Text } from '@tarojs/components'
import type { AppointmentRules } from 'shared/appointments/rules-contract'
import { appointmentRules } from '../../../api/appointment-rules'
import { queryClient } from '../../../api/query-client'
import { useDraft } from '../../../api/use-draft'
import { useWorkAct } from '../../../features/at-work/use-second-factor'
import { WorkPage } from '../../../features/at-work/work-page'
import { back, useParams } from '../../../navigation'
import { Button } from '../../../ui/button'
import { ChoiceChips } from '../../../ui/choice-chips'
import { Field } from '../../../ui/field'
import { Icon } from '../../../ui/icon'
import { say } from '../../../ui/overlays'
import { EmptyState, Loading, Refusal } from '../../../ui/states'
import { edited, typedOf, type Typed } from './edit'
import { choices, groups, shownRule, type RuleField, type RuleGroup } from './groups'
import { TitleFeesField } from './title-fees-field'
import { rulesKey, useRules, type StoredRules } from './use-rules'

interface FieldProps {
  field: RuleField
  rules: AppointmentRules
  typed: string
  onChange: (typed: string) => void
  error: string | null
}

const Asked = ({ field, rules, typed, onChange, error }: FieldProps) => {
  const now = `现在是 ${shownRule(field, rules)}`
  if (field.kind === 'choice')
    return (
      <View className="stack">
        <Text className="strong">{field.ask}</Text>
        <ChoiceChips choices={choices[field.rule]} chosen={typed === 'no' ? 'no' : 'yes'} onChoose={onChange} />
        <Text className="quiet small">{now}</Text>
      </View>
    )
  if (field.kind === 'fees')
    return <TitleFeesField ask={field.ask} now={now} typed={typed} onChange={onChange} error={error} />
  const digits = field.kind === 'number' || field.kind === 'optional'
  return (
    <Field
      label={field.unit ? `${field.ask}（${field.unit}）` : field.ask}
      hint={now}
      type={digits ? 'number' : 'text'}
      max={field.kind === 'list' ? 400 : 6}
      {...(field.kind === 'list' ? { area: true } : {})}
      value={typed}
      onChange={onChange}
      error={error}
    />
  )
}

/** Somebody else changed these rules meanwhile: the new ones are shown, what was typed stays. */
const Conflict = () => (
  <View className="banner">
    <Icon name="notice" />
    <Text>刚才有人改过这家的规则，“现在是”已经换成新的。看一眼，再保存一次。</Text>
  </View>
)

const Form = ({ group, stored }: { group: RuleGroup; stored: StoredRules }) => {
  const { institutionId, rules, version } = stored
  const [draft, change, clear] = useDraft<{ typed: Typed }>(`rules:${institutionId}:${group.id}`, {
    typed: typedOf(group.fields, rules),
  })
  const [tried, setTried] = useState(false)
  const [conflict, setConflict] = useState(false)
  const { act, busy, problem } = useWorkAct(
    'change-rules',
    (body: { rules: AppointmentRules; version: number }, idempotencyKey) =>
      appointmentRules.changeRules({ params: { institutionId }, body, idempotencyKey }),
    {
      changes: [rulesKey(institutionId)],
      done: () => {
        clear()
        say('改好了，马上生效')
        back()
      },
      refused: ({ code }) => {
        if (code !== 'version_conflict') return false
        setConflict(true)
        void queryClient.invalidateQueries({ queryKey: rulesKey(institutionId) })
        return true
      },
    },
  )
  const result = edited(rules, group.fields, draft.typed)
  const save = () => {
    if ('wrong' in result) return setTried(true)
    setConflict(false)
    void act({ rules: result.rules, version })
  }
  return (
    <>
      {conflict ? <Conflict /> : null}
      {group.fields.map(field => (
        <Asked
          key={field.rule}
          field={field}
          rules={rules}
          typed={draft.typed[field.rule] ?? ''}
          onChange={typed => change({ typed: { ...draft.typed, [field.rule]: typed } })}
          error={tried && 'wrong' in result ? (result.wrong[field.rule] ?? null) : null}
        />
      ))}
      <Refusal problem={problem} />
      <Button kind="main" busy={busy} busyWords="正在保存…" onTap={save}>
        保存，马上生效
      </Button>
      <Button
        kind="plain"
        onTap={() => {
          clear()
          back()
        }}
      >
        不改了
      </Button>
    </>
  )
}

/** One group of an institution's rules, changed together. */
export default function ChangeRulesPage() {
  const { institutionId = '', group: id } = useParams()
  const loaded = useRules(institutionId)
  const group = groups.find(g => g.id === id)
  if (!group)
    return (
      <WorkPage title="预约规则">
        <EmptyState icon="settings" title="没有这一组规则" doors={[{ words: '返回', onTap: back }]} />
      </WorkPage>
    )
  return (
    <WorkPage title={group.title} lead={group.lead} shows={[loaded]}>
      <Loading of={loaded}>
        {stored => (
          <>
            <Text className="quiet">{stored.institutionName}</Text>
            <Form group={group} stored={stored} />
          </>
        )}
      </Loading>
    </WorkPage>
  )
}
