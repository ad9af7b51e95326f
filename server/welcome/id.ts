/**
 * The welcome document's id, the same in every installation: it's in everybody's list, so its address is no secret, and
 * no table has to say which one it is.
 */
export const welcomeId = '3e1c0d0e-0001-4e5e-9d5a-77e1c0ed0c01'
