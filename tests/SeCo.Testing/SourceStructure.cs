using System.Text.RegularExpressions;
using Xunit;

namespace SeCo.Testing;

/// <summary>What holds of the source tree of every project, read from the built assembly.</summary>
public static class SourceStructure
{
    /// <summary>Stands for: a step of what other tests call, with no test of its own.</summary>
    public const string Within = "within";

    private const int LinesThatNeedTests = 60;

    /// <summary>Fails where parts of a folder use each other in a circle, with the arrows of the circle and a use for each.</summary>
    /// <param name="project">The project, whose assembly lies beside the tests.</param>
    public static void CheckCircles(string project)
    {
        string[] faults =
        [
            .. Graph(project).FolderCircles(project)
                .Select(f => $"The parts of {f.Folder} use each other in a circle:\n  {string.Join("\n  ", f.Arrows)}"),
        ];
        Assert.True(faults.Length == 0, string.Join("\n", faults));
    }

    /// <summary>Fails where a longer source file that does something has no test file on its path and is not listed as answered elsewhere;
    /// and where the list is wrong: a file that needs no row, or a test file that is not there or does not name what it answers.</summary>
    /// <remarks>
    /// The list is <c>AnsweredElsewhere.txt</c> of the test project: a row for each source file, its path, a colon, and the path of the test file.
    /// What is only used below what tests call has <see cref="Within"/> in place of a test file.
    /// </remarks>
    /// <param name="project">The project, whose assembly lies beside the tests.</param>
    public static void CheckTests(string project)
    {
        string source = Path.Combine(SharedData.RepositoryRoot, "src", project), tests = Path.Combine(SharedData.RepositoryRoot, "tests", project + ".Tests");
        string list = Path.Combine(tests, "AnsweredElsewhere.txt");
        Dictionary<string, string> elsewhere = (File.Exists(list) ? File.ReadAllLines(list) : [])
            .Select(row => row.Split(": ")).ToDictionary(row => row[0], row => row[1], StringComparer.Ordinal);
        string[] missing =
        [
            .. Graph(project).FilesWithBehaviour(project).Order(StringComparer.Ordinal)
                .Where(f => File.Exists(Path.Combine(source, f)) && File.ReadLines(Path.Combine(source, f)).Count() >= LinesThatNeedTests)
                .Where(f => !File.Exists(Path.Combine(tests, Path.ChangeExtension(f, null) + "Tests.cs"))),
        ];
        string[] faults =
        [
            .. missing.Except(elsewhere.Keys).Select(f => $"{project}/{f} has behaviour, and there is no {Path.ChangeExtension(f, null)}Tests.cs."),
            .. elsewhere.Keys.Except(missing).Select(f => $"{f}: take its row out of {project}.Tests/AnsweredElsewhere.txt."),
            .. elsewhere.Where(row => row.Value != Within && !Names(Path.Combine(tests, row.Value), Path.GetFileName(row.Key).Split('.')[0]))
                .Select(row => $"{row.Key} is said to be answered by {row.Value}, which is not there or does not name it."),
        ];
        Assert.True(faults.Length == 0, string.Join("\n", faults));
    }

    private static bool Names(string testFile, string type) => File.Exists(testFile) && Regex.IsMatch(File.ReadAllText(testFile), $@"\b{type}\b");

    private static CodeGraph Graph(string project) => CodeGraph.Of(Path.Combine(AppContext.BaseDirectory, project + ".dll"));
}
