using Xunit;

namespace SeCo.Testing;

/// <summary>What holds of the source tree of every project, read from the built assembly.</summary>
public static class SourceStructure
{
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

    /// <summary>Fails where a longer source file that does something has no test file on its path; and where a file is excused that needs no excuse.</summary>
    /// <param name="project">The project, whose assembly lies beside the tests.</param>
    /// <param name="excused">Source files below the project's folder that other tests answer, each with the reason.</param>
    public static void CheckTests(string project, IReadOnlyDictionary<string, string> excused)
    {
        ArgumentNullException.ThrowIfNull(excused);
        string source = Path.Combine(SharedData.RepositoryRoot, "src", project), tests = Path.Combine(SharedData.RepositoryRoot, "tests", project + ".Tests");
        string[] missing =
        [
            .. Graph(project).FilesWithBehaviour(project).Order(StringComparer.Ordinal)
                .Where(f => File.Exists(Path.Combine(source, f)) && File.ReadLines(Path.Combine(source, f)).Count() >= LinesThatNeedTests)
                .Where(f => !File.Exists(Path.Combine(tests, Path.ChangeExtension(f, null) + "Tests.cs"))),
        ];
        string[] faults =
        [
            .. missing.Except(excused.Keys).Select(
                f => $"{project}/{f} has behaviour and no {Path.ChangeExtension(f, null)}Tests.cs in tests/{project}.Tests."),
            .. excused.Keys.Except(missing).Select(f => $"{project}/{f} needs no excuse any longer: take it off the list."),
        ];
        Assert.True(faults.Length == 0, string.Join("\n", faults));
    }

    private static CodeGraph Graph(string project) => CodeGraph.Of(Path.Combine(AppContext.BaseDirectory, project + ".dll"));
}
