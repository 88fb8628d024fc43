import { useEffect, useRef } from 'react'
import { playNotice } from '../../parts/sound.ts'
import { useStatus } from '../../parts/terminal.tsx'

/** A new notice is heard once; those that were there when the page opened are not. */
export function useNoticeSound() {
  const { noticeCount } = useStatus()
  const known = useRef(noticeCount)
  useEffect(() => {
    if (noticeCount > known.current) playNotice(localStorage)
    known.current = noticeCount
  }, [noticeCount])
}
