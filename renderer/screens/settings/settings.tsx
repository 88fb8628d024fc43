import { Switch } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LanguageSwitch } from '../../parts/language-switch.tsx'
import head from '../../parts/page-head.module.css'
import { QuitButton } from '../../parts/quit-button.tsx'
import { SignOutButton } from '../../parts/sign-out-button.tsx'
import { isSoundOn, playAccepted, setSound } from '../../parts/sound.ts'
import { useMay, useStatus } from '../../parts/terminal.tsx'
import { CloseShift } from './close-shift.tsx'
import { ConfirmDate } from './confirm-date.tsx'
import { PracticeFaults } from './practice-faults.tsx'
import { PrinterSettings } from './printer-settings.tsx'
import styles from './settings.module.css'

/** What an operator sets on this terminal. Money and limits are set at the central. */
export function Settings() {
  const { t } = useTranslation()
  const { mode, staff, version, outlet, time } = useStatus()
  const mayFault = useMay('practiceFaults')
  return (
    <div className={head.page}>
      <header className={head.head}>
        <h1>{t('settings.title')}</h1>
      </header>
      <div className={`${head.scroll} ${styles.columns}`}>
        <PrinterSettings />
        <div className={styles.column}>
          {outlet && !time.trusted && <ConfirmDate zone={outlet.zone} />}
          <section className={styles.card}>
            <h2>{t('app.language')}</h2>
            <LanguageSwitch />
            <Sound />
          </section>
          {mode === 'practice' && mayFault && <PracticeFaults />}
          <section className={styles.card}>
            <h2>{t('settings.person')}</h2>
            <p>{staff && `${staff.name} · ${t(`role.${staff.role}`)}`}</p>
            <div className={styles.row}>
              <CloseShift />
              <SignOutButton label={t('settings.signOut')} />
              <QuitButton />
            </div>
          </section>
          <p className={styles.version}>
            {t('settings.version', { version })}
            {outlet && ` · ${t('settings.terminal', { id: outlet.terminalId })}`}
          </p>
        </div>
      </div>
    </div>
  )
}

function Sound() {
  const { t } = useTranslation()
  const [on, setOn] = useState(() => isSoundOn(localStorage))
  return (
    <Switch
      mt="md"
      size="md"
      label={t('settings.sound')}
      checked={on}
      onChange={(event) => {
        const next = event.currentTarget.checked
        setSound(localStorage, next)
        setOn(next)
        if (next) playAccepted(localStorage)
      }}
    />
  )
}
