using Multiscale.Core;
using SQLitePCL;

namespace Multiscale.Sweep;

/// <summary>One SQLite file: statements with numbered parameters, one connection, one thread.</summary>
public sealed class Database : IDisposable
{
    private const int WaitForOthers = 60_000;

    private readonly sqlite3 connection;

    static Database() => Batteries_V2.Init();

    private Database(sqlite3 connection, string path) => (this.connection, Path) = (connection, path);

    public string Path { get; }

    /// <summary>Opens a file for reading and writing, with a write-ahead log: a killed process loses at most its open transaction.</summary>
    public static Database Create(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READWRITE | raw.SQLITE_OPEN_CREATE);
        database.Execute("PRAGMA journal_mode=WAL");
        database.Execute("PRAGMA synchronous=NORMAL");
        return database;
    }

    /// <summary>Opens a file that may be written by others meanwhile, for reading.</summary>
    public static Database OpenToRead(string path)
    {
        var database = Open(path, raw.SQLITE_OPEN_READWRITE);
        database.Execute("PRAGMA query_only=1");
        return database;
    }

    /// <summary>Runs a statement to its end.</summary>
    public void Execute(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        while (statement.Step()) { }
    }

    /// <summary>The first value of the first row; null when there is none.</summary>
    public string? Text(string sql, params ReadOnlySpan<object?> values)
    {
        using var statement = Prepare(sql);
        statement.Bind(values);
        return statement.Step() ? statement.Text(0) : null;
    }

    public Statement Prepare(string sql)
    {
        Check(raw.sqlite3_prepare_v2(connection, sql, out var statement));
        return new Statement(this, statement);
    }

    public void Dispose()
    {
        // close_v2 of the wrapper: also when a statement was left open by a fault.
        connection.Dispose();
    }

    internal void Check(int code)
    {
        if (code is raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE) return;
        throw new EnvironmentException("MS1620", $"{Path}: SQLite: {raw.sqlite3_errmsg(connection).utf8_to_string()}", "check the space and the rights of that folder; a file that was damaged can be deleted, its points are then run again");
    }

    private static Database Open(string path, int flags)
    {
        int code = raw.sqlite3_open_v2(path, out var connection, flags, null);
        var database = new Database(connection, path);
        database.Check(code);
        database.Check(raw.sqlite3_busy_timeout(connection, WaitForOthers));
        return database;
    }

    /// <summary>A prepared statement; columns and parameters count from 0.</summary>
    public sealed class Statement : IDisposable
    {
        private readonly Database database;
        private readonly sqlite3_stmt statement;

        internal Statement(Database database, sqlite3_stmt statement) => (this.database, this.statement) = (database, statement);

        public int Columns => raw.sqlite3_column_count(statement);

        public string NameOf(int column) => raw.sqlite3_column_name(statement, column).utf8_to_string();

        /// <summary>True while there is a row.</summary>
        public bool Step()
        {
            int code = raw.sqlite3_step(statement);
            database.Check(code);
            return code == raw.SQLITE_ROW;
        }

        public void Reset() => database.Check(raw.sqlite3_reset(statement));

        public void Bind(ReadOnlySpan<object?> values)
        {
            for (int i = 0; i < values.Length; i++)
                database.Check(values[i] switch
                {
                    null or double.NaN => raw.sqlite3_bind_null(statement, i + 1),
                    long whole => raw.sqlite3_bind_int64(statement, i + 1, whole),
                    int whole => raw.sqlite3_bind_int64(statement, i + 1, whole),
                    double number => raw.sqlite3_bind_double(statement, i + 1, number),
                    byte[] bytes => raw.sqlite3_bind_blob(statement, i + 1, bytes),
                    var other => raw.sqlite3_bind_text(statement, i + 1, (string)other),
                });
        }

        public long Whole(int column) => raw.sqlite3_column_int64(statement, column);

        /// <summary>NaN where the value is missing.</summary>
        public double Number(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? double.NaN : raw.sqlite3_column_double(statement, column);

        public string? Text(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL ? null : raw.sqlite3_column_text(statement, column).utf8_to_string();

        /// <summary>A long, a double, a string, or null.</summary>
        public object? Value(int column) => raw.sqlite3_column_type(statement, column) switch
        {
            raw.SQLITE_INTEGER => Whole(column),
            raw.SQLITE_FLOAT => Number(column),
            raw.SQLITE_NULL => null,
            _ => Text(column),
        };

        public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

        public void Dispose() => statement.Dispose();
    }
}
