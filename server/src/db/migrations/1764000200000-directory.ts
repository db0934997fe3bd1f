import type { MigrationInterface, QueryRunner } from 'typeorm'

const platformId = 'varchar(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL'

/** Institutions, departments, doctors, where they sit, and favourites. */
export class Directory1764000200000 implements MigrationInterface {
  name = 'Directory1764000200000'

  async up(q: QueryRunner): Promise<void> {
    await q.query(`CREATE TABLE institution (
      institution_id ${platformId},
      name varchar(120) NOT NULL,
      kind varchar(16) CHARACTER SET ascii NOT NULL,
      address varchar(255) NOT NULL,
      phone varchar(40) NULL,
      directions varchar(500) NULL,
      latitude double NULL,
      longitude double NULL,
      search_text varchar(1000) NOT NULL,
      active boolean NOT NULL,
      platform_updated_at datetime(3) NOT NULL,
      PRIMARY KEY (institution_id),
      CONSTRAINT ck_institution_kind CHECK (kind IN ('hospital', 'tcm_hospital', 'township', 'village'))
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE department (
      department_id ${platformId},
      institution_id ${platformId},
      name varchar(120) NOT NULL,
      treats json NOT NULL,
      place varchar(255) NULL,
      search_text varchar(1000) NOT NULL,
      active boolean NOT NULL,
      platform_updated_at datetime(3) NOT NULL,
      PRIMARY KEY (department_id),
      KEY ix_department_institution (institution_id)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE doctor (
      doctor_id ${platformId},
      name varchar(60) NOT NULL,
      title varchar(40) NULL,
      grade varchar(10) CHARACTER SET ascii NOT NULL,
      good_at varchar(1000) NULL,
      photo_url varchar(500) NULL,
      search_text varchar(1200) NOT NULL,
      active boolean NOT NULL,
      platform_updated_at datetime(3) NOT NULL,
      PRIMARY KEY (doctor_id),
      CONSTRAINT ck_doctor_grade CHECK (grade IN ('ordinary', 'expert'))
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE doctor_department (
      doctor_id ${platformId},
      department_id ${platformId},
      active boolean NOT NULL,
      PRIMARY KEY (doctor_id, department_id),
      KEY ix_doctor_department (department_id)
    ) ENGINE=InnoDB`)
    await q.query(`CREATE TABLE favourite (
      account_id char(36) CHARACTER SET ascii NOT NULL,
      doctor_id ${platformId},
      created_at datetime(3) NOT NULL,
      PRIMARY KEY (account_id, doctor_id)
    ) ENGINE=InnoDB`)
  }

  async down(q: QueryRunner): Promise<void> {
    for (const table of ['favourite', 'doctor_department', 'doctor', 'department', 'institution'])
      await q.query(`DROP TABLE ${table}`)
  }
}
