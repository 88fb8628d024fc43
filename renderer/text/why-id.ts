/** Why something was set aside, and what to do next. The keys are the words that the terminal writes beside it. */
export const whyId = {
  alarmWhy: {
    notOurPayment: 'Pusat menyebut pembayaran yang tidak ada di terminal ini. Jangan bayar apa pun karenanya; laporkan nomornya ke pusat.',
    intentHashDiffers: 'Isi pembayaran ini di pusat lain dari yang diterima di sini. Jangan kembalikan uang; hubungi pusat.',
    intentMismatch: 'Nomor pembayaran ini di pusat berisi tagihan lain. Jangan ulangi dan jangan kembalikan uang; hubungi pusat.',
    sameRevisionOtherContent:
      'Pusat memberi dua jawaban berbeda untuk hal yang sama. Yang pertama tetap berlaku di sini; minta pusat memastikan.',
    otherEpochOtherContent:
      'Sesudah dipulihkan, pusat mengatakan lain dari sebelumnya. Yang lama tetap berlaku di sini; minta pusat memastikan.',
    revisionMissing: 'Jawaban pusat tidak lengkap, jadi tidak dipakai. Loket menanyakan lagi; bila tetap begini, hubungi pusat.',
    amountDiffers: 'Pusat menyatakan lunas dengan jumlah lain dari tagihan. Jangan beri struk dulu; cocokkan jumlahnya dengan pusat.',
    paidFactsChanged:
      'Referensi, token, atau jumlah pada pembayaran lunas diubah pusat. Bandingkan dengan struk, lalu cetak ulang bila perlu.',
    paidUnknownToCentral: 'Di sini lunas, tetapi pusat tidak mengenalnya. Simpan struknya dan hubungi pusat; jangan bayar lagi.',
    heardBeforeSent:
      'Pusat tahu pembayaran yang belum pernah dikirim dari sini. Mungkin ada salinan data loket ini yang dipakai; panggil supervisor.',
    heardAboutUnreadable: 'Ada kabar dari pusat untuk pembayaran yang datanya rusak di sini. Jangan kembalikan uang; hubungi pusat.',
    resyncUnanswered: 'Pusat dua kali tidak menjawab tentang pembayaran ini. Tanyakan langsung ke pusat.',
    handedOverAdvanced:
      'Terminal lain mengambil alih pembayaran yang uangnya sudah didahulukan ke pelanggan. Beri tahu petugas di sana sebelum ia mengembalikan uang.',
    claimedAfterMoneyBack:
      'Terminal lain mengambil alih pembayaran yang di sini uangnya sudah atau akan kembali ke pelanggan. Beri tahu petugas di sana: jangan dibayar, jangan dikembalikan lagi.',
    takeOverForgotten: 'Sesudah dipulihkan, pusat lupa bahwa pembayaran ini diambil alih terminal ini. Tetap ditanyakan; hubungi pusat.',
    anotherLedgerSpeaks: 'Ada salinan data loket ini yang juga menghubungi pusat. Matikan salinan itu; terminal ini berhenti mengirim.',
    noWay:
      'Menurut pusat “{{status}}”, padahal di sini “{{state}}”, dan itu tidak mungkin. Jangan serahkan uang atau struk; minta pusat memastikan.',
    feed: 'Kabar dari pusat tidak bisa dicatat: {{word}}. Laporkan kalimat ini.',
    takeOver: 'Pembayaran dari berkas tidak bisa diambil alih: {{word}}. Laporkan kalimat ini; terminal asal tetap menyimpannya.',
    other: 'Alasan: {{word}}. Jangan serahkan uang karenanya; laporkan kata ini ke pusat.',
  },
  saidStatus: {
    paid: 'lunas',
    pending: 'masih diproses',
    refused: 'ditolak',
    unknown: 'tidak dikenal',
    voided: 'dibatalkan',
  },
  asideWhy: {
    stateUnknown: 'Data pembayaran ini rusak: keadaannya tidak dikenal. Tidak dikirim; jangan kembalikan uang, panggil supervisor.',
    intentUnreadable: 'Data pembayaran ini rusak: isinya tidak terbaca. Tidak dikirim; jangan kembalikan uang, panggil supervisor.',
    intentHashDiffers: 'Data pembayaran ini berubah sesudah diterima. Tidak dikirim; jangan kembalikan uang, panggil supervisor.',
    intentDiffersFromRow: 'Isi dan catatan pembayaran ini tidak cocok. Tidak dikirim; jangan kembalikan uang, panggil supervisor.',
    feedItem: 'Satu kabar dari pusat tidak terbaca. Tidak dipakai; laporkan bila muncul lagi.',
    batchItem: 'Satu jawaban dari pusat tidak terbaca. Tidak dipakai; pembayarannya ditanyakan lagi.',
    notAsked: 'Pusat menjawab hal yang tidak ditanyakan. Tidak dipakai; laporkan bila muncul lagi.',
    other: 'Jawaban yang tidak bisa dipercaya, tidak dipakai: {{word}}. Loket menanyakan lagi; bila tetap begini, periksa jaringan.',
  },
}
