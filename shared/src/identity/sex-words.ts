/** FHIR's AdministrativeGender, as it is written in a record. */
export const sexWords = { male: '男', female: '女', other: '其他', unknown: '未知' } as const
